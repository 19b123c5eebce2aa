using Shoal.Metainfo;

namespace Shoal.Catalog;

/// <summary>One file as its owner shares it.</summary>
public sealed record SharedFile
{
    /// <summary>Its name at its owner, byte for byte as it was told: it is the key by which it is asked for.</summary>
    public required ReadOnlyMemory<byte> Path { get; init; }

    /// <summary>The words that find it are taken from this text.</summary>
    public required string Text { get; init; }

    /// <summary>Bytes, 0 or more.</summary>
    public required long Size { get; init; }

    /// <summary>What it is.</summary>
    public MediaType Media { get; init; }

    /// <summary>Kilobits per second; 0 where nobody knows.</summary>
    public int Bitrate { get; init; }

    /// <summary>Samples per second; 0 where nobody knows.</summary>
    public int Frequency { get; init; }

    /// <summary>Seconds; 0 where nobody knows.</summary>
    public int Duration { get; init; }

    /// <summary>The legacy hash: an opaque token of text, by which files that are the same find each other.</summary>
    public ReadOnlyMemory<byte> Token { get; init; }

    /// <summary>Who made it.</summary>
    public string? Artist { get; init; }

    /// <summary>Its name.</summary>
    public string? Title { get; init; }

    /// <summary>What it is a part of.</summary>
    public string? Album { get; init; }

    /// <summary>SHA-256 of the whole file.</summary>
    public Sha256Hash? Sha256 { get; init; }

    /// <summary>Root of its Merkle tree (BEP 52).</summary>
    public Sha256Hash? Root { get; init; }

    /// <summary>The torrent that it can be fetched by.</summary>
    public Sha1Hash? InfoHash { get; init; }
}
