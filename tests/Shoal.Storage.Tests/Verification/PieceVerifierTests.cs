using FsCheck;
using FsCheck.Fluent;
using Shoal.Metainfo;
using Shoal.Storage.Verification;

namespace Shoal.Storage.Tests.Verification;

public sealed class PieceVerifierTests
{
    [Fact]
    public void Every_piece_of_every_kind_of_torrent_is_good_and_is_bad_with_one_bit_changed() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var torrent = TestTorrent.Random(random);
            using var verifier = new PieceVerifier(torrent.Metainfo);
            for (var piece = 0; piece < torrent.Layout.PieceCount; piece++)
            {
                var bytes = torrent.PieceData(piece).ToArray();
                using var good = Blocks.Of(bytes, random.Next(1, 16 * 1024 + 1) is var cut && bytes.Length / cut > 64 ? 16 * 1024 : cut);
                Assert.Equal(PieceVerdict.Good, verifier.Verify(new PieceIndex(piece), good.Runs));
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                using var bad = Blocks.Of(bytes);
                Assert.Equal(PieceVerdict.Bad, verifier.Verify(new PieceIndex(piece), bad.Runs));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Pad_bytes_may_be_given_or_left_out()
    {
        var torrent = TestTorrent.Create(TestTorrent.Kind.HybridWithTailPad, 32 * 1024, [40_000, 5], new Random(1));
        using var verifier = new PieceVerifier(torrent.Metainfo);
        using var with = Blocks.Of(torrent.Piece(1));
        using var without = Blocks.Of(torrent.PieceData(1));
        Assert.Equal(PieceVerdict.Good, verifier.Verify(new PieceIndex(1), with.Runs));
        Assert.Equal(PieceVerdict.Good, verifier.Verify(new PieceIndex(1), without.Runs));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_hybrid_whose_hashes_disagree_as_after_a_SHA1_collision_is_a_contradiction(bool isV1Wrong)
    {
        var torrent = TestTorrent.Create(TestTorrent.Kind.Hybrid, 32 * 1024, [40_000], new Random(1));
        var hashes = System.Runtime.InteropServices.MemoryMarshal.AsMemory(isV1Wrong ? torrent.Metainfo.V1Pieces : torrent.Metainfo.V2Pieces);
        hashes.Span[0] ^= 1;
        using var verifier = new PieceVerifier(torrent.Metainfo);
        using var blocks = Blocks.Of(torrent.PieceData(0));
        Assert.Equal(PieceVerdict.Contradiction, verifier.Verify(new PieceIndex(0), blocks.Runs));
    }

    [Fact]
    public void Verifying_allocates_nothing_for_a_piece()
    {
        var torrent = TestTorrent.Create(TestTorrent.Kind.Hybrid, 1024 * 1024, [1024 * 1024], new Random(1));
        using var verifier = new PieceVerifier(torrent.Metainfo);
        using var blocks = Blocks.Of(torrent.PieceData(0));
        verifier.Verify(new PieceIndex(0), blocks.Runs);

        // A collection, which any test beside this one can cause, counts the unused rest of this thread's allocation buffer as allocated.
        // What a piece really allocated would show in every round, so one round without anything is proof.
        var least = long.MaxValue;
        for (var round = 0; round < 1000 && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10; i++)
            {
                verifier.Verify(new PieceIndex(0), blocks.Runs);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
