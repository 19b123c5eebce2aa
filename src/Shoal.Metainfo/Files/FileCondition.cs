namespace Shoal.Metainfo.Files;

/// <summary>How a file on a disk compares with its torrent.</summary>
public enum FileCondition
{
    /// <summary>Every byte is right.</summary>
    Complete,

    /// <summary>It is there, but some of its pieces are wrong, or its length is.</summary>
    Damaged,

    /// <summary>It is not there.</summary>
    Missing,

    /// <summary>It is there and cannot be read.</summary>
    Unreadable,
}
