namespace Shoal.Net;

/// <summary>Bounds of the transports.</summary>
internal static class Limits
{
    /// <summary>Accepts in one batch, so that a flood of strangers cannot starve the peers.</summary>
    public const int AcceptsPerBatch = 32;

    /// <summary>Bytes moved by one receive or send of the framework's sockets, which copy; past this a larger call gained nothing.</summary>
    public const int ManagedBatch = 256 * 1024;

    /// <summary>Bytes taken from a sender whose kernel buffer is full, to learn by their leaving when there is room again.</summary>
    public const int ManagedTail = 16 * 1024;

    /// <summary>Datagrams in one batch, so that a flood of them cannot starve the peers.</summary>
    public const int DatagramsPerBatch = 64;

    /// <summary>Packets of one recvmmsg: measured, 8 to 64 answer alike, and the memory of a batch stays in the cache.</summary>
    public const int PacketsPerBatch = 32;

    /// <summary>Bytes of a packet that is answered and of its answer: more than fits into one of an Ethernet.</summary>
    public const int PacketLength = 2048;

    /// <summary>Batches served before a thread looks whether it shall end.</summary>
    public const int PacketRounds = 64;

    /// <summary>No UDP datagram is longer.</summary>
    public const int DatagramLength = 65_535;

    /// <summary>Records of one DNS answer; no honest answer about addresses has so many.</summary>
    public const int DnsRecords = 128;

    /// <summary>Aliases from the question to the addresses.</summary>
    public const int DnsAliases = 8;

    /// <summary>Addresses taken of one name and family.</summary>
    public const int AddressesPerFamily = 16;

    /// <summary>Names looked up at once; more wait.</summary>
    public const int Lookups = 32;

    /// <summary>Names that wait to be looked up; more are refused.</summary>
    public const int LookupsWaiting = 4096;

    /// <summary>Names remembered.</summary>
    public const int NamesKept = 1024;

    /// <summary>How often each nameserver is asked (resolv.conf(5): attempts).</summary>
    public const int DnsRounds = 2;

    /// <summary>The system's resolver blocks a thread for each name.</summary>
    public const int SystemLookups = 8;

    /// <summary>How long one nameserver may think. A user waits for the sum.</summary>
    public static readonly TimeSpan DnsPatience = TimeSpan.FromSeconds(3);

    /// <summary>How long the system may look for a name, its own retries included.</summary>
    public static readonly TimeSpan SystemLookup = TimeSpan.FromSeconds(20);

    /// <summary>An answer is remembered at least so long, whatever its owner says: announces come in bursts.</summary>
    public static readonly TimeSpan NameShortest = TimeSpan.FromSeconds(30);

    /// <summary>And at most so long: trackers move.</summary>
    public static readonly TimeSpan NameLongest = TimeSpan.FromHours(1);

    /// <summary>That a name does not exist is remembered so long.</summary>
    public static readonly TimeSpan NameMissing = TimeSpan.FromSeconds(30);

    /// <summary>How long the resolver's files count as unchanged.</summary>
    public static readonly TimeSpan ResolverFiles = TimeSpan.FromSeconds(10);

    /// <summary>A listener that may open no more descriptors waits so long before it tries again: the pending connection keeps it ready, and it would spin.</summary>
    public static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    /// <summary>The least depth of a rate's bucket: one block, or a slow rate could never pass one.</summary>
    public const int RateBlock = 16 * 1024;

    /// <summary>A faster rate may be behind by so much and still catch up: what a busy loop and a timer's milliseconds need.</summary>
    public static readonly TimeSpan RateDepth = TimeSpan.FromMilliseconds(50);

    /// <summary>What a waiting lane books at once of a fast rate: fewer turns, still a tenth of the depth.</summary>
    public static readonly TimeSpan RateQuantum = TimeSpan.FromMilliseconds(5);

    /// <summary>The most of it, in bytes: past a gigabyte a second turns are large enough.</summary>
    public const int RateQuantumMost = 8 * 1024 * 1024;
}
