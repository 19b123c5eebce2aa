namespace Shoal.Napster.Client.Data;

/// <summary>How a transfer, or one try of it, ended.</summary>
internal enum EndKind
{
    /// <summary>All of it is there.</summary>
    Done,

    /// <summary>No connection was made.</summary>
    Unreachable,

    /// <summary>The peer said an error in place of data.</summary>
    Refused,

    /// <summary>The peer said what cannot be understood.</summary>
    Nonsense,

    /// <summary>The connection ended before the last byte.</summary>
    Broken,

    /// <summary>Nothing moved for too long.</summary>
    Silent,

    /// <summary>What the peer has differs from what is here already, which was cut back: the next try starts further in front.</summary>
    Differs,

    /// <summary>All bytes came and their hash is another than was told. What was here is thrown away.</summary>
    WrongHash,

    /// <summary>The disk, in words. Trying again helps after its cure alone.</summary>
    Disk,

    /// <summary>We ended it.</summary>
    Cancelled,
}
