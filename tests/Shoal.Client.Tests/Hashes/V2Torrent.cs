using System.Security.Cryptography;
using Shoal.Metainfo;
using Shoal.Metainfo.Layout;
using Shoal.Metainfo.Tests.Merkle;

namespace Shoal.Client.Tests.Hashes;

/// <summary>A v2 or hybrid torrent with its content, hashed the slow and plain way.</summary>
internal sealed class V2Torrent
{
    public static readonly Sha1Hash V1Hash = new("hhhhhhhhhhhhhhhhhhhh"u8);
    public static readonly Sha256Hash V2Hash = new("22222222222222222222222222222222"u8);

    private V2Torrent(TorrentMetainfo metainfo, byte[] space, NaiveTree?[] trees)
    {
        Metainfo = metainfo;
        Space = space;
        Trees = trees;
    }

    public TorrentMetainfo Metainfo { get; }

    /// <summary>The torrent's space of bytes; pads and gaps are zeros.</summary>
    public byte[] Space { get; }

    /// <summary>For each file that has bytes, its tree from the leaves to the root.</summary>
    public NaiveTree?[] Trees { get; }

    public static V2Torrent Create(int pieceLength, int[] lengths, int seed, bool isHybrid = false)
    {
        var files = new List<(int Length, bool IsPadding)>();
        foreach (var length in lengths)
        {
            files.Add((length, false));
            if (isHybrid && length % pieceLength != 0 && lengths.Length > 1)
            {
                files.Add((pieceLength - length % pieceLength, true));
            }
        }

        var layout = new FileLayout(pieceLength, files.Select(f => ((long)f.Length, f.IsPadding)), alignToPieces: !isHybrid);
        var space = new byte[layout.TotalLength];
        var random = new Random(seed);
        foreach (var extent in layout.Files.Where(f => !f.IsPadding))
        {
            random.NextBytes(space.AsSpan((int)extent.Offset, (int)extent.Length));
        }

        var trees = layout.Files.Select(f => f.IsPadding || f.Length == 0 ? null : NaiveTree.Of(space[(int)f.Offset..(int)(f.Offset + f.Length)])).ToArray();
        var pieces = new byte[layout.PieceCount * 32];
        var layer = (int)Math.Log2(pieceLength / 16384);
        for (var i = 0; i < trees.Length; i++)
        {
            var (first, end) = layout.PiecesOf(i);
            if (trees[i] is { } tree)
            {
                tree.Run(Math.Min(layer, tree.RootLayer), 0, end - first).CopyTo(pieces, first * 32);
            }
        }

        return new V2Torrent(Build(layout, [.. trees.Select(tree => tree?.Root)], pieces, isHybrid ? space : null), space, trees);
    }

    /// <summary>Hashes of nobody's data: the layers of files so long.</summary>
    public static (TorrentMetainfo Metainfo, NaiveTree[] Layers) OfLayers(int pieceLength, int[] piecesOfFiles, int seed)
    {
        var layout = new FileLayout(pieceLength, piecesOfFiles.Select(pieces => ((long)pieces * pieceLength - 5, false)), alignToPieces: true);
        var layer = (int)Math.Log2(pieceLength / 16384);
        var trees = piecesOfFiles.Select((pieces, i) => NaiveTree.Random(pieces, layer, seed + i)).ToArray();
        var all = trees.SelectMany((tree, i) => tree.Run(layer, 0, piecesOfFiles[i])).ToArray();
        return (Build(layout, [.. trees.Select(tree => (Sha256Hash?)tree.Root)], all, null), trees);
    }

    /// <summary>The same bytes as a v1 torrent.</summary>
    public static V2Torrent CreateV1(int pieceLength, int length, int seed)
    {
        var hybrid = Create(pieceLength, [length], seed, isHybrid: true);
        var v1 = hybrid.Metainfo with { InfoHashes = new InfoHashes(V1Hash, null), V2Pieces = default, Files = [new TorrentFile { Path = ["0"], SafePath = "t/0", Length = length }] };
        return new V2Torrent(v1, hybrid.Space, hybrid.Trees);
    }

    /// <summary>As it is read from its info dictionary alone.</summary>
    public static TorrentMetainfo Bare(TorrentMetainfo full) => full with { V2Pieces = default, HasPieceLayers = false };

    public byte[] Block(int piece, int begin, int length) => Space.AsSpan((int)Metainfo.Layout.OffsetOf(new PieceIndex(piece)) + begin, length).ToArray();

    private static TorrentMetainfo Build(FileLayout layout, Sha256Hash?[] roots, byte[] v2Pieces, byte[]? hybridSpace) => new()
    {
        InfoHashes = new InfoHashes(hybridSpace is null ? null : V1Hash, V2Hash),
        InfoBytes = default,
        Name = "t",
        IsSingleFile = false,
        Layout = layout,
        Files = [.. layout.Files.Select((f, i) => new TorrentFile { Path = [$"{i}"], SafePath = f.IsPadding ? "" : $"t/{i}", Length = f.Length, IsPadding = f.IsPadding, PiecesRoot = roots[i] })],
        V1Pieces = hybridSpace is null
            ? default
            : Enumerable.Range(0, layout.PieceCount).SelectMany(i => SHA1.HashData(hybridSpace.AsSpan(i * layout.PieceLength, layout.LengthOf(new PieceIndex(i))))).ToArray(),
        V2Pieces = v2Pieces,
    };
}
