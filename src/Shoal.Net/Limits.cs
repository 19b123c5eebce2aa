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
}
