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

    /// <summary>A token is taken for this long at least, and for twice as long at most: BEP 5's reference gives out new ones every 5 minutes and takes those of 10.</summary>
    public static readonly TimeSpan TokenPeriod = TimeSpan.FromMinutes(5);

    /// <summary>Info-hashes stored: what libtorrent stores, and several times what a node is among the nearest for.</summary>
    public const int Hashes = 2000;

    /// <summary>Peers stored of an info-hash: what libtorrent stores. BEP 33 wants fewer than 6,000, since its filters tell no more apart.</summary>
    public const int PeersPerHash = 500;

    /// <summary>A peer announces itself every half hour or sooner, and is forgotten when it is late by half of that.</summary>
    public static readonly TimeSpan PeerExpiry = TimeSpan.FromMinutes(45);

    /// <summary>Peers stored of one network, of all info-hashes: among ten million nodes a /24 full of seeds with thousands of torrents each comes to one or two.</summary>
    public const int PeersPerNetwork = 64;

    /// <summary>Peers stored of one network of one info-hash: sixteen networks are needed to fill one, so that a lone provider cannot take the place of all others.</summary>
    public const int PeersPerNetworkAndHash = 32;

    /// <summary>Info-hashes that are compared to find the one to give up: some microseconds, and it is among the last few of a hundred in the mean.</summary>
    public const int EvictionLooks = 64;

    /// <summary>Peers of an info-hash that are looked at to learn whether it crowds.</summary>
    public const int CrowdingLooks = 16;

    /// <summary>What doubling its part of the store costs a network's info-hashes: more than all nearness (160) and popularity (6,000 peers) together.</summary>
    public const int CrowdingWeight = 2048;

    /// <summary>So many peers are worth a bit of nearness, when an info-hash must go.</summary>
    public const int PeersPerBit = 5;

    /// <summary>Stored peers looked at each time that old ones are looked for: some microseconds.</summary>
    public const int ExpiryLooks = 1024;

    /// <summary>Sources whose queries are counted: 1 MiB at most, and as much as is needed before.</summary>
    public const int Sources = 65_536;

    /// <summary>Queries a second that one source is answered in the long run: a lookup asks a node once or twice, and a home has a few nodes.</summary>
    public const int QueriesPerSecond = 5;

    /// <summary>Queries of one source at once: ten seconds' worth, for who starts with many torrents near each other.</summary>
    public const int QueryBurst = 50;

    /// <summary>Bytes a second for all who ask, where nobody says otherwise: a quarter of a slow home's line, and some hundred answers.</summary>
    public const int SendRate = 32 * 1024;

    /// <summary>Seconds of it that may be sent at once.</summary>
    public const int SendBurstSeconds = 3;

    /// <summary>Seconds of it that strangers leave to those whose address is proven.</summary>
    public const int SendReserveSeconds = 1;

    /// <summary>Addresses remembered as proven, 64 KiB: far more than a table has nodes.</summary>
    public const int ProvenAddresses = 4096;

    /// <summary>How long an address is remembered as proven: as long as the longest-lived token.</summary>
    public static readonly TimeSpan ProvenFor = TimeSpan.FromMinutes(10);
}
