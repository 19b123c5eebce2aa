using System.Security.Cryptography;
using Shoal.Metainfo;
using Shoal.Metainfo.Layout;

namespace Shoal.Storage.Tests;

/// <summary>A torrent with its whole content in memory, hashed the slow and plain way.</summary>
internal sealed class TestTorrent
{
    private const int Leaf = 16 * 1024;

    private TestTorrent(TorrentMetainfo metainfo, byte[] space)
    {
        Metainfo = metainfo;
        Space = space;
    }

    public enum Kind
    {
        V1,
        V1WithPads,
        Hybrid,
        HybridWithTailPad,
        V2,
    }

    public TorrentMetainfo Metainfo { get; }

    /// <summary>The torrent's space of bytes; pads and gaps are zeros.</summary>
    public byte[] Space { get; }

    public FileLayout Layout => Metainfo.Layout;

    public static TestTorrent Create(Kind kind, int pieceLength, IReadOnlyList<int> lengths, Random random, bool zeros = false) =>
        Create(kind, pieceLength, [.. lengths.Select((length, i) => File("T/" + (i % 3 == 2 ? "sub/" : "") + "file" + i, length))], random, zeros);

    public static TestTorrent Create(Kind kind, int pieceLength, IReadOnlyList<TorrentFile> wanted, Random random, bool zeros = false)
    {
        var files = new List<TorrentFile>();
        foreach (var (index, file) in wanted.Index())
        {
            files.Add(file);
            var over = (int)(files.Sum(f => f.Length) % pieceLength);
            var isLast = index == wanted.Count - 1;
            if (kind is Kind.V1WithPads or Kind.Hybrid or Kind.HybridWithTailPad && over > 0 && (!isLast || kind == Kind.HybridWithTailPad))
            {
                files.Add(File($"T/.pad/{index}", pieceLength - over, isPadding: true));
            }
        }

        var layout = new FileLayout(pieceLength, files.Select(f => (f.Length, f.IsPadding)), kind == Kind.V2);
        var space = new byte[layout.TotalLength];
        foreach (var extent in layout.Files.Where(f => !f.IsPadding && !zeros))
        {
            random.NextBytes(space.AsSpan((int)extent.Offset, (int)extent.Length));
        }

        var hasV1 = kind != Kind.V2;
        var hasV2 = kind is Kind.V2 or Kind.Hybrid or Kind.HybridWithTailPad;
        var id = new byte[32];
        random.NextBytes(id);
        var pieces = Enumerable.Range(0, layout.PieceCount).Select(p => new PieceIndex(p)).ToArray();
        var torrent = new TorrentMetainfo
        {
            InfoHashes = new InfoHashes(hasV1 ? new Sha1Hash(id.AsSpan(0, 20)) : null, hasV2 ? new Sha256Hash(id) : null),
            InfoBytes = default,
            Name = "T",
            IsSingleFile = false,
            Files = files,
            Layout = layout,
            V1Pieces = hasV1 ? pieces.SelectMany(p => SHA1.HashData(space.AsSpan((int)layout.OffsetOf(p), layout.LengthOf(p)))).ToArray() : default,
        };
        if (hasV2)
        {
            var roots = pieces.SelectMany(p => Root(space.AsSpan((int)layout.OffsetOf(p), layout.DataLengthOf(p)).ToArray(), torrent.V2LeavesOf(p)));
            torrent = new TorrentMetainfo
            {
                InfoHashes = torrent.InfoHashes,
                InfoBytes = default,
                Name = "T",
                IsSingleFile = false,
                Files = files,
                Layout = layout,
                V1Pieces = torrent.V1Pieces,
                V2Pieces = roots.ToArray(),
            };
        }

        return new TestTorrent(torrent, space);
    }

    public static TestTorrent Random(Random random)
    {
        var kind = (Kind)random.Next(5);
        var pieceLength = kind is Kind.V1 or Kind.V1WithPads
            ? random.Next(1, 60_000)
            : Leaf << random.Next(4);
        var lengths = Enumerable.Range(0, random.Next(1, 8))
            .Select(_ => random.Next(5) == 0 ? 0 : random.Next(1, random.Next(3) == 0 ? 200 : 150_000)).ToArray();
        lengths[0] = Math.Max(1, lengths[0]);
        return Create(kind, pieceLength, lengths, random);
    }

    public static TorrentFile File(string path, long length, bool isPadding = false, string? linkTo = null, bool isExecutable = false) => new()
    {
        Path = path.Split('/')[1..],
        SafePath = path,
        Length = length,
        IsPadding = isPadding,
        SymlinkTarget = linkTo,
        IsExecutable = isExecutable,
    };

    public ReadOnlySpan<byte> FileContent(int file) => Space.AsSpan((int)Layout.Files[file].Offset, (int)Layout.Files[file].Length);

    public ReadOnlySpan<byte> Piece(int piece) => Space.AsSpan((int)Layout.OffsetOf(new PieceIndex(piece)), Layout.LengthOf(new PieceIndex(piece)));

    /// <summary>What is requested and handed to the store: the piece without pads at its end.</summary>
    public ReadOnlySpan<byte> PieceData(int piece) => Piece(piece)[..Layout.DataLengthOf(new PieceIndex(piece))];

    public byte[] AllHave()
    {
        var have = new byte[Bits.BytesFor(Layout.PieceCount)];
        for (var i = 0; i < Layout.PieceCount; i++)
        {
            Bits.Set(have, i);
        }

        return have;
    }

    /// <summary>Writes the files as they are to be.</summary>
    public void WriteFiles(string folder)
    {
        foreach (var (index, file) in Metainfo.Files.Index().Where(f => !f.Item.IsPadding && f.Item.SymlinkTarget is null))
        {
            var path = Path.Combine(folder, file.SafePath);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            System.IO.File.WriteAllBytes(path, FileContent(index));
        }
    }

    // BEP 52 by its definition: a tree of SHA-256 over 16 KiB blocks, missing leaves are zeros.
    private static byte[] Root(byte[] data, int leaves)
    {
        if (leaves == 1)
        {
            return data.Length == 0 ? new byte[32] : SHA256.HashData(data);
        }

        var half = Math.Min(data.Length, leaves / 2 * Leaf);
        return SHA256.HashData([.. Root(data[..half], leaves / 2), .. Root(data[half..], leaves / 2)]);
    }
}
