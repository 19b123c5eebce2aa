using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Shoal.Bencoding.Oracle;
using Shoal.Metainfo;
using Shoal.Metainfo.Creating;
using Shoal.Metainfo.Tests.Merkle;
using Shoal.Peers.Messages;
using Shoal.Runtime;

namespace Shoal.Fuzz.Connections;

/// <summary>A torrent with its content, written and hashed the slow and plain way, and read by the product.</summary>
internal sealed class SampleTorrent
{
    private const int Block = 16 * 1024;

    private readonly byte[] _space;
    private readonly Dictionary<Sha256Hash, NaiveTree> _trees = [];

    public SampleTorrent(TorrentFormat format, int pieceLength, int[] lengths, bool isPrivate = false)
    {
        Format = format;
        var chance = new SeededChance((ulong)pieceLength);
        var files = lengths.Select(length => Enumerable.Range(0, length).Select(_ => (byte)chance.Below(256)).ToArray()).ToArray();
        var trees = files.Select(NaiveTree.Of).ToArray();
        var space = new MemoryStream();
        var (v1Files, v2Files) = (new List<object>(), new List<(string, object)>());
        for (var i = 0; i < files.Length; i++)
        {
            space.Write(files[i]);
            var gap = (int)((pieceLength - space.Length % pieceLength) % pieceLength);
            v1Files.Add(Map(("length", Number(files[i].Length)), ("path", new List<object> { Text($"{i}") })));
            v2Files.Add(($"{i}", Map(("", Map(("length", Number(files[i].Length)), ("pieces root", trees[i].Root.Span.ToArray()))))));
            _trees[trees[i].Root] = trees[i];
            if (format != TorrentFormat.V1 && i + 1 < files.Length)
            {
                space.Write(new byte[gap]);
                v1Files.Add(Map(("attr", Text("p")), ("length", Number(gap)), ("path", new List<object> { Text(".pad"), Text($"{gap}") })));
            }
        }

        var bytes = space.ToArray();
        var info = new List<(string, object)> { ("name", Text("sample")), ("piece length", Number(pieceLength)) };
        if (isPrivate)
        {
            info.Add(("private", Number(1)));
        }

        if (format != TorrentFormat.V2)
        {
            info.Add(("files", v1Files));
            info.Add(("pieces", bytes.Chunk(pieceLength).SelectMany(SHA1.HashData).ToArray()));
        }

        var outer = new List<(string, object)>();
        if (format != TorrentFormat.V1)
        {
            info.Add(("file tree", Map([.. v2Files])));
            info.Add(("meta version", Number(2)));
            var layer = BitOperations.Log2((uint)(pieceLength / Block));
            outer.Add(("piece layers", Sorted(files.Zip(trees).Where(f => f.First.Length > pieceLength)
                .Select(f => new KeyValuePair<byte[], object>(f.Second.Root.Span.ToArray(), f.Second.Run(layer, 0, (f.First.Length + pieceLength - 1) / pieceLength))))));
        }

        outer.Add(("info", Map([.. info])));
        if (!TorrentReader.TryRead(NaiveBencode.Encode(Map([.. outer])), out var metainfo, out var reason))
        {
            throw new InvalidOperationException(reason);
        }

        Metainfo = metainfo;

        // Behind the end of a v2 file libtorrent asks for whole blocks and takes zeros.
        _space = [.. bytes, .. new byte[pieceLength]];
    }

    public TorrentFormat Format { get; }

    public TorrentMetainfo Metainfo { get; }

    public int PieceCount => Metainfo.Layout.PieceCount;

    public byte[] Info => Metainfo.InfoBytes.ToArray();

    /// <summary>Roots of the files' trees.</summary>
    public IReadOnlyList<Sha256Hash> Roots => [.. _trees.Keys];

    /// <summary>What a block is; pads and gaps are zeros.</summary>
    public ReadOnlySpan<byte> BytesOf(PieceIndex piece, int begin, int length) => _space.AsSpan((int)Metainfo.Layout.OffsetOf(piece) + begin, length);

    /// <summary>What BEP 52 wants answered; null where the request is not of this torrent.</summary>
    public byte[]? HashesFor(in HashRequest request)
    {
        if (!_trees.TryGetValue(request.PiecesRoot, out var tree) || request.BaseLayer < 0 || request.BaseLayer >= tree.RootLayer || request.Length < 2
            || !BitOperations.IsPow2(request.Length) || request.Index < 0 || request.Index % request.Length != 0
            || (long)request.Index + request.Length > 1L << (tree.RootLayer - request.BaseLayer)
            || request.ProofLayers < 0 || request.BaseLayer + request.ProofLayers >= tree.RootLayer)
        {
            return null;
        }

        return tree.Answer(request.BaseLayer, request.Index, request.Length, request.ProofLayers);
    }

    private static BigInteger Number(int value) => value;

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static List<KeyValuePair<byte[], object>> Map(params (string Key, object Value)[] pairs) => Sorted(pairs.Select(p => new KeyValuePair<byte[], object>(Text(p.Key), p.Value)));

    private static List<KeyValuePair<byte[], object>> Sorted(IEnumerable<KeyValuePair<byte[], object>> pairs) =>
        [.. pairs.OrderBy(p => p.Key, Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b)))];
}
