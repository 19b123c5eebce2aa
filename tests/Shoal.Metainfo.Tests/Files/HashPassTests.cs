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
            from shift in Gen.Elements(0, 1, 6, 7)
            from align in Gen.Elements(true, false)
            where lengths.Any(l => l > 0)
            select (lengths: lengths.ToArray(), pieceLength: 16384 << shift, align);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var padded = c.lengths.SelectMany(l => new[] { (Length: (long)l, IsPadding: false), (Length: -l & (c.pieceLength - 1), IsPadding: true) }).ToArray();
            var layout = new FileLayout(c.pieceLength, c.align ? c.lengths.Select(l => ((long)l, false)) : padded, c.align);
            var paths = layout.Files.Select((f, i) => f.IsPadding ? null : _folder.Write("f" + i, (int)f.Length, seed: i)).ToArray();

            var state = HashPass.Run(new HashJob(layout, paths, V1: !c.align, V2: true, StopAtFault: true), null, default);

            Assert.Equal(layout.DataLength, state.BytesDone);
            Assert.All(state.Faults, Assert.Null);
            for (var piece = 0; piece < layout.PieceCount; piece++)
            {
                Check(layout, paths, state, new PieceIndex(piece));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    [Fact]
    public void A_pass_that_does_not_stop_leaves_out_exactly_the_pieces_it_could_not_read()
    {
        var layout = new FileLayout(16384, [(40_000, false), (50_000, false), (60_000, false)], alignToPieces: false);
        string[] paths = [_folder.Write("a", 40_000), Path.Combine(_folder.Path, "missing"), _folder.Write("c", 59_999)];

        var state = HashPass.Run(new HashJob(layout, paths, V1: true, V2: false, StopAtFault: false), null, default);

        // Bytes 40,000 to 90,000 are missing: pieces 2 to 5. The last byte of c too: piece 9.
        Assert.Equal([2, 3, 4, 5, 9], Enumerable.Range(0, layout.PieceCount).Where(i => state.Unread[i]));
        Assert.Equal([FileFaultKind.None, FileFaultKind.Missing, FileFaultKind.TooShort], state.Faults.Select(f => f?.Kind ?? FileFaultKind.None));
        byte[] all = [.. TempFolder.Bytes(40_000), .. new byte[50_000], .. TempFolder.Bytes(59_999)];
        foreach (var piece in (int[])[0, 1, 6, 7, 8])
        {
            Assert.Equal(SHA1.HashData(all.AsSpan(piece * 16384, 16384)), state.Hashes.V1[(piece * 20)..(piece * 20 + 20)]);
        }
    }

    [Fact]
    public void Cancelling_ends_the_pass()
    {
        var layout = new FileLayout(16384, [(40_000, false)], alignToPieces: false);
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() =>
            HashPass.Run(new HashJob(layout, [_folder.Write("a", 40_000)], V1: true, V2: true, StopAtFault: true), null, source.Token));
    }

    private static void Check(FileLayout layout, string?[] paths, HashPassState state, PieceIndex piece)
    {
        var segments = new List<FileSegment>();
        layout.Split(layout.OffsetOf(piece), layout.LengthOf(piece), segments);
        byte[] bytes = [.. segments.SelectMany(s => s.IsPadding ? new byte[s.Length] : File.ReadAllBytes(paths[s.FileIndex]!).Skip((int)s.FileOffset).Take(s.Length))];
        if (state.Hashes.V1.Length > 0)
        {
            Assert.Equal(SHA1.HashData(bytes), state.Hashes.V1.AsSpan(piece.Value * 20, 20).ToArray());
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

        Assert.Equal(leaves[0], state.Hashes.V2.AsSpan(piece.Value * 32, 32).ToArray());
    }
}
