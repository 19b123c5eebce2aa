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
