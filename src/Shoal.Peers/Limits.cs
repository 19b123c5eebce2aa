namespace Shoal.Peers;

/// <summary>Bounds of the peer wire protocol.</summary>
internal static class Limits
{
    /// <summary>A block is 16 KiB: what every client asks for and the most that most will serve.</summary>
    public const int BlockLength = 16 * 1024;

    /// <summary>The longest message we take: a bitfield of 2^21 pieces is 256 KiB, an extension message some more. libtorrent closes on the same.</summary>
    public const int MessageLength = 1024 * 1024;

    /// <summary>Blocks aimed at in one receive: 256 KiB, past which a larger read gained nothing.</summary>
    public const int ReceiveBatch = 16;

    /// <summary>Blocks framed in one send.</summary>
    public const int SendBatch = 16;

    /// <summary>Bytes one peer may be sent in one batch of the loop before others have their turn.</summary>
    public const int SendPerFlush = 1024 * 1024;

    /// <summary>Control messages waiting for a peer that does not read; then it is given up.</summary>
    public const int ControlQueue = 1024 * 1024;

    /// <summary>Requests outstanding at one peer, whatever its reqq says: 32 MiB in flight.</summary>
    public const int OutstandingRequests = 2048;

    /// <summary>With so many requests outstanding a peer has enough to send for some milliseconds: a megabyte.</summary>
    public const int PatientRequests = 64;

    /// <summary>Bytes a second of a peer that is slower than a loop is: a gigabit and something. A faster one is read as it comes, while its bytes are warm.</summary>
    public const double PatientRate = 150e6;

    /// <summary>How long a peer's rate is measured for that.</summary>
    public static readonly TimeSpan PatientSample = TimeSpan.FromMilliseconds(10);
}
