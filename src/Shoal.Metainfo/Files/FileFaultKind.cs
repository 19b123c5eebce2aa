namespace Shoal.Metainfo.Files;

/// <summary>Why bytes that a torrent names could not be read.</summary>
public enum FileFaultKind
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>There is no such file.</summary>
    Missing,

    /// <summary>It ends before the torrent's length.</summary>
    TooShort,

    /// <summary>It may not be read, is a folder, or the device failed.</summary>
    Unreadable,
}
