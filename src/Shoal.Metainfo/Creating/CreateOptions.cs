namespace Shoal.Metainfo.Creating;

/// <summary>What goes into a new torrent besides the files. Equal options and files give equal bytes.</summary>
public sealed record CreateOptions
{
    /// <summary>Hybrid unless told otherwise.</summary>
    public TorrentFormat Format { get; init; }

    /// <summary>Bytes in a piece: a power of two from <see cref="PieceLengths.Smallest"/> to <see cref="PieceLengths.LargestAllowed"/>. Null: chosen by <see cref="PieceLengths.For"/>.</summary>
    public int? PieceLength { get; init; }

    /// <summary>BEP 27: peers come from the torrent's own trackers only. Changes the info-hash.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>BEP 12: tiers in order of preference, each of one or more announce URLs.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Trackers { get; init; } = [];

    /// <summary>BEP 19.</summary>
    public IReadOnlyList<string> WebSeeds { get; init; } = [];

    /// <summary>Free text for people.</summary>
    public string? Comment { get; init; }

    /// <summary>Tells copies for different private trackers apart. Changes the info-hash.</summary>
    public string? Source { get; init; }

    /// <summary>The program that makes the torrent.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>Null leaves it out; then equal input gives equal bytes at any time.</summary>
    public DateTimeOffset? CreationDate { get; init; }
}
