using System.Diagnostics.CodeAnalysis;
using Shoal.Metainfo.Layout;
using Shoal.Metainfo.Reading;
using Shoal.Runtime;

namespace Shoal.Metainfo;

/// <summary>What a .torrent file says, checked: nothing in it escapes, lies or overflows (BEP 3, 12, 19, 27, 47, 52).</summary>
public sealed record TorrentMetainfo
{
    /// <summary>The hashes over the info dictionary's bytes as they came.</summary>
    public required InfoHashes InfoHashes { get; init; }

    /// <summary>The info dictionary's bytes as they came.</summary>
    public required ReadOnlyMemory<byte> InfoBytes { get; init; }

    /// <summary>The name as the torrent gives it.</summary>
    public required string Name { get; init; }

    /// <summary>True when the torrent is one file and no folder.</summary>
    public required bool IsSingleFile { get; init; }

    /// <summary>All files in the order of the layout; indexes agree with <see cref="FileLayout.Files"/>.</summary>
    public required IReadOnlyList<TorrentFile> Files { get; init; }

    /// <summary>Pieces and files.</summary>
    public required FileLayout Layout { get; init; }

    /// <summary>20 bytes a piece; empty for v2-only torrents.</summary>
    public ReadOnlyMemory<byte> V1Pieces { get; init; }

    /// <summary>32 bytes a piece: the Merkle root that the piece must have; empty for v1-only torrents.
    /// For a file that fits one piece it is the file's own root.</summary>
    public ReadOnlyMemory<byte> V2Pieces { get; init; }

    /// <summary>False where a bare info dictionary (BEP 9) came without the piece layers: <see cref="V2Pieces"/> is then empty.</summary>
    public bool HasPieceLayers { get; init; } = true;

    /// <summary>BEP 27.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>BEP 12 tiers, or the one of "announce".</summary>
    public IReadOnlyList<IReadOnlyList<string>> Trackers { get; init; } = [];

    /// <summary>BEP 19.</summary>
    public IReadOnlyList<string> WebSeeds { get; init; } = [];

    /// <summary>BEP 5 "nodes": host and port.</summary>
    public IReadOnlyList<(string Host, int Port)> Nodes { get; init; } = [];

    /// <summary>BEP 38: info-hashes of torrents that likely share files.</summary>
    public IReadOnlyList<Sha1Hash> Similar { get; init; } = [];

    /// <summary>BEP 38.</summary>
    public IReadOnlyList<string> Collections { get; init; } = [];

    public string? Comment { get; init; }

    public string? CreatedBy { get; init; }

    public DateTimeOffset? CreationDate { get; init; }

    /// <summary>The "source" key of the info dictionary, by which private trackers tell copies apart.</summary>
    public string? Source { get; init; }

    public bool HasV1 => !V1Pieces.IsEmpty || InfoHashes.V1 is not null;

    public bool HasV2 => InfoHashes.V2 is not null;

    public bool IsHybrid => HasV1 && HasV2;

    /// <summary>The link by which others find this torrent.</summary>
    public MagnetLink ToMagnet() => new()
    {
        InfoHashes = InfoHashes,
        DisplayName = Name,
        Trackers = [.. Trackers.SelectMany(tier => tier).Take(Limits.MagnetHints)],
        WebSeeds = [.. WebSeeds.Take(Limits.MagnetHints)],
        Length = Layout.DataLength,
    };

    /// <summary>The same torrent with the piece layers that its info dictionary came without (BEP 9, 52), checked against the files' roots.</summary>
    /// <param name="layers">32 bytes for each piece of the layout; must not change afterwards.</param>
    /// <param name="full">The whole torrent, or null.</param>
    /// <param name="reason">One clear sentence without a full stop when they are not this torrent's; null otherwise.</param>
    public bool TryAddPieceLayers(
        ReadOnlyMemory<byte> layers, [NotNullWhen(true)] out TorrentMetainfo? full, [NotNullWhen(false)] out string? reason)
    {
        reason = PieceLayers.Check(this, layers.Span);
        full = reason is null ? this with { V2Pieces = layers, HasPieceLayers = true } : null;
        return reason is null;
    }

    /// <summary>The 20 bytes that the piece must hash to.</summary>
    public ReadOnlySpan<byte> V1HashOf(PieceIndex piece) => V1Pieces.Span.Slice(piece.Value * Sha1Hash.Length, Sha1Hash.Length);

    /// <summary>The 32 bytes that must be the root over the piece's leaves.</summary>
    public ReadOnlySpan<byte> V2HashOf(PieceIndex piece) => V2Pieces.Span.Slice(piece.Value * Sha256Hash.Length, Sha256Hash.Length);

    /// <summary>How many leaves the tree under <see cref="V2HashOf"/> has: those of a piece, or for a file within one piece the next power of two of its own.</summary>
    public int V2LeavesOf(PieceIndex piece) => 1 << Layout.RootLayerOf(piece);

    /// <summary>What a piece's hashes say of it.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="v1">Its SHA-1; empty where the torrent has none.</param>
    /// <param name="v2">Its root of BEP 52; empty where the torrent has none, or the piece has no byte of a file. One of both is there.</param>
    public PieceVerdict VerdictOn(PieceIndex piece, ReadOnlySpan<byte> v1, ReadOnlySpan<byte> v2)
    {
        Invariant.Check(!v1.IsEmpty || !v2.IsEmpty);
        var isV1 = v1.IsEmpty || v1.SequenceEqual(V1HashOf(piece));
        var isV2 = v2.IsEmpty || v2.SequenceEqual(V2HashOf(piece));
        return isV1 && isV2 ? PieceVerdict.Good
            : !v1.IsEmpty && !v2.IsEmpty && isV1 != isV2 ? PieceVerdict.Contradiction
            : PieceVerdict.Bad;
    }
}
