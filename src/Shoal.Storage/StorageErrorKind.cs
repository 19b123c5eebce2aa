namespace Shoal.Storage;

/// <summary>Why storage could not do it: decides whether and when the torrent tries again.</summary>
public enum StorageErrorKind
{
    /// <summary>No room on the device, or a quota.</summary>
    DiskFull,

    /// <summary>The folder or a file that was there is gone.</summary>
    Missing,

    /// <summary>No permission, or a read-only file system.</summary>
    NotWritable,

    /// <summary>A file is shorter than what was verified in it.</summary>
    Shrunk,

    /// <summary>A file of that name is there, holds no valid piece, and is not ours.</summary>
    InTheWay,

    /// <summary>The device failed.</summary>
    Device,
}
