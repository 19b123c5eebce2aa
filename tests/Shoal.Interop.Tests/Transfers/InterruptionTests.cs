using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Transfers;

/// <summary>A download that is stopped, in order or not, goes on where it was: no verified piece is fetched twice.</summary>
public sealed class InterruptionTests
{
    private const int KiB = 1024;
    private const int PieceLength = 64 * KiB;
    private const int Pieces = 96;
    private const int Length = Pieces * PieceLength;

    /// <summary>So slow that any moment is in mid-download.</summary>
    private static readonly string Slowly = $"{4 * KiB * KiB}";

    [Theory]
    [InlineData(Child.SigInt)]
    [InlineData(Child.SigTerm)]
    public void A_download_stopped_by_a_signal_goes_on_and_fetches_nothing_twice(int signal)
    {
        using var box = new Sandbox();
        var bytes = box.Write("seed/disc.bin", Length);
        var torrent = box.Create("seed/disc.bin", "disc.torrent", "--piece-length", "64K");
        var seeder = box.Libtorrent("seed", torrent, "seed", "--up", Slowly).Address;

        var first = box.ShoalGet(torrent, "copy", "--peer", seeder);
        Eventually.Is("a quarter of the file", () => Copies.RightPieces(box.At("copy/disc.bin"), bytes, PieceLength) >= Pieces / 4, first.Story);
        first.Signal(signal);
        first.EndsWith(130);
        var stopped = Json.Last(first);
        var right = Copies.RightPieces(box.At("copy/disc.bin"), bytes, PieceLength);
        Assert.InRange(right, Pieces / 4, Pieces - 1);
        Assert.Single(first.Errors, line => line.StartsWith("shoal: ", StringComparison.Ordinal));

        var second = box.ShoalGet(torrent, "copy", "--peer", seeder).EndsWith(0);

        Copies.AreEqual(box.At("seed/disc.bin"), box.At("copy/disc.bin"));
        var summary = Json.Last(second);
        Assert.Equal(Pieces, summary.Number("piecesVerified"));
        Assert.True(summary.Number("piecesFetched") == Pieces - right, $"{right} were right on disk\n{first.Story()}\n{second.Story()}");
        // Blocks of open pieces are kept as well: all that comes twice is a block that was not whole yet.
        Assert.True(stopped.Number("received") + summary.Number("received") <= Length + PieceLength, $"{first.Story()}\n{second.Story()}");
    }
}
