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
}
