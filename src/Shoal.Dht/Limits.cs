namespace Shoal.Dht;

/// <summary>The bounds of this project: what hostile nodes may cost, and what ours may cost others.</summary>
internal static class Limits
{
    /// <summary>Nodes of an answer, and those an announce goes to (BEP 5: K).</summary>
    public const int K = 8;

    /// <summary>Bytes of the longest packet that is read: what Ethernet carries whole. All that this protocol needs is shorter.</summary>
    public const int PacketLength = 1500;

    /// <summary>Bytes of the longest packet that is sent (BEP 32, "Maximum packet size"): it passes IPv6 and its tunnels in one piece.</summary>
    public const int SentLength = 1024;

    /// <summary>Bytes of the longest transaction id that is given back. Programs use 2 to 8; a longer one only makes our answers larger.</summary>
    public const int TransactionIdLength = 32;

    /// <summary>Bytes of the longest token that is kept for an announce. Programs use 4 to 20.</summary>
    public const int TokenLength = 40;

    /// <summary>Bytes of a Bloom filter (BEP 33).</summary>
    public const int FilterLength = 256;

    /// <summary>Lists and dictionaries within each other in a packet: items that others store (BEP 44) may nest, and what nests deeper is no message.</summary>
    public const int MessageDepth = 16;

    /// <summary>
    /// Buckets of a table. Of ten million nodes one shares 24 bits with us, and one in 100,000 tables holds one that shares 40: ids that share more are made to, and
    /// have one bucket together.
    /// </summary>
    public const int Buckets = 48;

    /// <summary>Nodes of a bucket that answered and found no place.</summary>
    public const int Spares = 8;

    /// <summary>Nodes that a table is asked for at once.</summary>
    public const int ClosestNodes = 64;

    /// <summary>Seconds without a word after which a node is asked whether it is there (BEP 5: 15 minutes).</summary>
    public const int StaleSeconds = 15 * 60;

    /// <summary>Seconds without an answer after which it is asked whatever it asks of us: anybody may send questions in its name.</summary>
    public const int UnansweredSeconds = 60 * 60;

    /// <summary>Seconds until a node that owes an answer is asked again; twice as many each time.</summary>
    public const int RetrySeconds = 60;

    /// <summary>Answers in a row that a node may owe while there is no spare for it: it goes half an hour after it fell silent.</summary>
    public const int Fails = 6;

    /// <summary>Time-outs in a row, with no answer from anybody between, that tell of our own line and not of nodes (BEP 45, "Determining Connectivity").</summary>
    public const int TimeoutsOfALine = 8;

    /// <summary>Seconds between lookups that fill a bucket, and half of those between lookups of our own neighbourhood, which upkeep asks about anyway.</summary>
    public const int LookupSeconds = 15 * 60;

    /// <summary>A newcomer takes the place of who is as good otherwise when it takes less than this part of its round trip.</summary>
    public const double FasterPart = 0.75;
}
