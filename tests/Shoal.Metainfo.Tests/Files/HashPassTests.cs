using System.Collections.Concurrent;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Shoal.Metainfo.Files;
using Shoal.Metainfo.Layout;

namespace Shoal.Metainfo.Tests.Files;

public sealed class HashPassTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Hashes_are_those_of_the_bytes_laid_end_to_end_with_zeros_for_pads()
    {
        var cases =
            from lengths in Gen.ListOf(Gen.Frequency((1, Gen.Constant(0)), (4, Gen.Choose(1, 100_000)), (1, Gen.Choose(1_000_000, 2_500_000))), 5)
            from shift in Gen.Elements(0, 1, 2, 6, 7)
            from align in Gen.Elements(true, false)
            where lengths.Any(l => l > 0)
            select (lengths: lengths.ToArray(), pieceLength: 16384 << shift, align);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var padded = c.lengths.SelectMany(l => new[] { (Length: (long)l, IsPadding: false), (Length: -l & (c.pieceLength - 1), IsPadding: true) }).ToArray();
            var layout = new FileLayout(c.pieceLength, c.align ? c.lengths.Select(l => ((long)l, false)) : padded, c.align);
            var paths = layout.Files.Select((f, i) => f.IsPadding ? null : _folder.Write("f" + i, (int)f.Length, seed: i)).ToArray();

            var done = 0L;
            var hashed = Hash(new HashJob(layout, v1: !c.align, v2: true), new FilesRead(layout, paths), bytes => done = bytes);

            Assert.Equal(layout.DataLength, done);
            Assert.Equal(layout.PieceCount, hashed.Count);
            foreach (var (piece, hashes) in hashed)
            {
                Check(layout, paths, new PieceIndex(piece), hashes);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    [Fact]
    public void A_pass_that_does_not_stop_leaves_out_exactly_the_pieces_it_could_not_read()
    {
        var layout = new FileLayout(16384, [(40_000, false), (50_000, false), (60_000, false)], alignToPieces: false);
        string[] paths = [_folder.Write("a", 40_000), Path.Combine(_folder.Path, "missing"), _folder.Write("c", 59_999)];

        var files = new FilesRead(layout, paths);

        var hashed = Hash(new HashJob(layout, v1: true, v2: false), files, null);

        // Bytes 40,000 to 90,000 are missing: pieces 2 to 5. The last byte of c too: piece 9.
        Assert.Equal([2, 3, 4, 5, 9], Enumerable.Range(0, layout.PieceCount).Except(hashed.Keys));
        Assert.Equal([FileFaultKind.None, FileFaultKind.Missing, FileFaultKind.TooShort], files.Faults.Select(f => f?.Kind ?? FileFaultKind.None));
        byte[] all = [.. TempFolder.Bytes(40_000), .. new byte[50_000], .. TempFolder.Bytes(59_999)];
        foreach (var piece in (int[])[0, 1, 6, 7, 8])
        {
            Assert.Equal(SHA1.HashData(all.AsSpan(piece * 16384, 16384)), hashed[piece].V1);
        }
    }

    [Theory]
    [InlineData(30_000)]
    [InlineData(1000 * 64)]
    public void Pieces_of_a_v1_torrent_may_have_any_length(int pieceLength)
    {
        var layout = new FileLayout(pieceLength, [(50 * pieceLength + 7, false)], alignToPieces: false);
        var path = _folder.Write("a", 50 * pieceLength + 7);

        var hashed = Hash(new HashJob(layout, v1: true, v2: false), new FilesRead(layout, [path]), null);

        Assert.Equal(
            TempFolder.Bytes(50 * pieceLength + 7).Chunk(pieceLength).Select(SHA1.HashData),
            Enumerable.Range(0, layout.PieceCount).Select(piece => hashed[piece].V1));
    }

    [Fact]
    public void Only_the_pieces_of_the_job_are_hashed()
    {
        var layout = new FileLayout(16384, [(100 * 16384, false)], alignToPieces: false);
        var path = _folder.Write("a", 100 * 16384);

        var hashed = Hash(new HashJob(layout, V1: true, V2: true, [new PieceRange(3, 20), new PieceRange(50, 1)]), new FilesRead(layout, [path]), null);

        Assert.Equal([.. Enumerable.Range(3, 20), 50], hashed.Keys.Order());
        Assert.All(hashed, piece => Check(layout, [path], new PieceIndex(piece.Key), piece.Value));
    }

    [Fact]
    public void Cancelling_ends_the_pass()
    {
        var layout = new FileLayout(16384, [(40_000, false)], alignToPieces: false);
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() =>
            HashPass.Run(
                new HashJob(layout, v1: true, v2: true), 2, () => new FileFeed(new FilesRead(layout, [_folder.Write("a", 40_000)]), stopsAtFault: true, (_, _, _) => { }), null, source.Token));
    }

    private static ConcurrentDictionary<int, (byte[] V1, byte[] V2)> Hash(HashJob job, FilesRead files, Action<long>? progress)
    {
        var hashed = new ConcurrentDictionary<int, (byte[] V1, byte[] V2)>();
        HashPass.Run(
            job, 2, () => new FileFeed(files, stopsAtFault: false, (piece, v1, v2) => Assert.True(hashed.TryAdd(piece.Value, (v1.ToArray(), v2.ToArray())))), progress, default);
        return hashed;
    }

    private static void Check(FileLayout layout, string?[] paths, PieceIndex piece, (byte[] V1, byte[] V2) hashes)
    {
        var segments = new List<FileSegment>();
        layout.Split(layout.OffsetOf(piece), layout.LengthOf(piece), segments);
        byte[] bytes = [.. segments.SelectMany(s => s.IsPadding ? new byte[s.Length] : File.ReadAllBytes(paths[s.FileIndex]!).Skip((int)s.FileOffset).Take(s.Length))];
        if (hashes.V1.Length > 0)
        {
            Assert.Equal(SHA1.HashData(bytes), hashes.V1);
        }

        var file = layout.Files[layout.FileAt(layout.OffsetOf(piece))];
        var width = file.Length > layout.PieceLength ? layout.PieceLength / 16384 : (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)((file.Length + 16383) / 16384));
        var leaves = bytes.Take(layout.DataLengthOf(piece)).Chunk(16384).Select(SHA256.HashData).ToList();
        while (leaves.Count < width)
        {
            leaves.Add(new byte[32]);
        }

        while (leaves.Count > 1)
        {
            leaves = [.. leaves.Chunk(2).Select(pair => SHA256.HashData([.. pair[0], .. pair[1]]))];
        }

        Assert.Equal(leaves[0], hashes.V2);
    }
}
