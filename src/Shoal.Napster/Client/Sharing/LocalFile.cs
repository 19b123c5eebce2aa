using Shoal.Catalog;
using Shoal.Metainfo;

namespace Shoal.Napster.Client.Sharing;

/// <summary>A file that is shared from here, as it was when it was hashed.</summary>
public sealed record LocalFile
{
    /// <summary>Its place among all changes: grows with each, and a file that changes gets another.</summary>
    public required long Revision { get; init; }

    /// <summary>Where it is on the disk.</summary>
    public required string Path { get; init; }

    /// <summary>What others know it by: <c>\Music\sub\song.mp3</c> in UTF-8, without quotation marks and control characters. No other file has the same.</summary>
    public required byte[] Name { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>When it was last changed, in ticks of UTC: a file of another size or time is not this one.</summary>
    public required long Modified { get; init; }

    /// <summary>What its name says that it is.</summary>
    public required MediaType Media { get; init; }

    /// <summary>Kilobits per second; 0 where it is no sound, or nobody knows.</summary>
    public int Bitrate { get; init; }

    /// <summary>Samples per second; 0 where it is no sound, or nobody knows.</summary>
    public int Frequency { get; init; }

    /// <summary>Seconds; 0 where it is no sound, or nobody knows.</summary>
    public int Duration { get; init; }

    /// <summary>Who made it, by its tags.</summary>
    public string? Artist { get; init; }

    /// <summary>Its name, by its tags.</summary>
    public string? Title { get; init; }

    /// <summary>What it is a part of, by its tags.</summary>
    public string? Album { get; init; }

    /// <summary>The legacy hash: 32 digits, "-" and the bytes without tags.</summary>
    public required byte[] Token { get; init; }

    /// <summary>SHA-256 of the whole file.</summary>
    public required Sha256Hash Sha256 { get; init; }

    /// <summary>Root of its Merkle tree (BEP 52); zeros where the file is empty, which has none.</summary>
    public required Sha256Hash Root { get; init; }
}
