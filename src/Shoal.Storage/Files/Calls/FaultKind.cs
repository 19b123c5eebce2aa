namespace Shoal.Storage.Files.Calls;

/// <summary>What a file system may answer instead of doing it.</summary>
internal enum FaultKind
{
    None,

    /// <summary>No space left, or a quota is used up.</summary>
    NoRoom,

    /// <summary>No such file or folder.</summary>
    Missing,

    /// <summary>No permission, or mounted read-only.</summary>
    Denied,

    /// <summary>A link, a folder or a device where a file, or a file where a folder, was expected.</summary>
    NotAFile,

    /// <summary>The file ended before the bytes that were asked for.</summary>
    Short,

    /// <summary>Another file lies under the name of the one that is open.</summary>
    Replaced,

    /// <summary>The bytes are not in memory.</summary>
    WouldWait,

    /// <summary>The device failed, or anything else.</summary>
    Device,
}
