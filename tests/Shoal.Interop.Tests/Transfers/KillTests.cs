using System.Globalization;
using Shoal.Interop.Tests.Programs;
using Shoal.Metainfo;

namespace Shoal.Interop.Tests.Transfers;

/// <summary>
/// kill -9 at random moments of downloads on a real file system. After each one nothing is claimed that is not on the disk, nothing that was on the
/// disk is lost, and the run that ends the download fetches no more than was missing.
/// </summary>
public sealed class KillTests
{
    private const int KiB = 1024;
    private const int MiB = KiB * KiB;

    // In five forms: 20 kills, and 200 of the long run.
    private static readonly int Kills = Environment.GetEnvironmentVariable("SHOAL_LONG") == "1" ? 40 : 4;

    /// <param name="format">v1, v2 or hybrid.</param>
    /// <param name="pieceKiB">Pieces of 32 MiB are open in the part file, smaller ones in memory.</param>
    /// <param name="mebibytes">In one file; 0: a folder of odd ones.</param>
    /// <param name="select">Which files are fetched; of pieces that others share, their bytes lie in the part file.</param>
    /// <param name="rate">What the seeder sends a second, so that a download lasts long enough to be killed anywhere.</param>
    [Theory]
    [InlineData("v1", 64, 8, null, "32M")]
    [InlineData("v1", 64, 0, "?.bin", "16M")]
    [InlineData("v2", 64, 0, null, "16M")]
    [InlineData("hybrid", 64, 0, null, "16M")]
    [InlineData("v1", 32 * KiB, 96, null, "192M")]
    public void A_download_killed_at_random_moments_loses_nothing_claims_nothing_and_fetches_only_what_is_missing(
        string format, int pieceKiB, int mebibytes, string? select, string rate)
    {
        using var box = new Sandbox(Path.GetTempPath());
        if (mebibytes == 0)
        {
            Shelf.Fill(box, "seed/it");
        }
        else
        {
            box.Write("seed/it", mebibytes * MiB);
        }

        var torrent = box.Create("seed/it", "it.torrent", "--format", format, "--piece-length", $"{pieceKiB}KiB");
        var seeder = box.ShoalSeed(torrent, "seed", "--up", rate).Address;
        string[] options = select is null ? ["--peer", seeder] : ["--peer", seeder, "--select", select];
        var seed = Environment.TickCount;
        var chance = new Random(seed);
        for (int kills = 0, download = 0; kills < Kills; download++)
        {
            var folder = $"copy{download}";
            var copy = new CopyOnDisk(box, torrent, "seed", folder, options);
            string Story(Child run) => $"kill {kills} of seed {seed}\n{run.Story()}";

            // Stopped in order at first, so that the runs that are killed begin with a record that names something.
            var stopped = Until(chance, copy, box.ShoalGet(torrent, folder, options));
            stopped.Signal(Child.SigTerm);
            Assert.True(stopped.End() is 130 or 0, Story(stopped));
            for (; kills < Kills && copy.Missing() > copy.Length / 8; kills++)
            {
                var before = copy.RightPieces();
                var killed = Until(chance, copy, box.ShoalGet(torrent, folder, options));
                killed.Signal(Child.SigKill);
                _ = killed.End();
                copy.CheckClaims(() => Story(killed));
                Assert.True(before.IsSubsetOf(copy.RightPieces()), Story(killed));
            }

            var missing = copy.Missing() - copy.KeptBytes();
            var last = box.ShoalGet(torrent, folder, options).EndsWith(0);
            var received = Json.Last(last).Number("received");
            Assert.True(received <= missing, string.Create(CultureInfo.InvariantCulture, $"{missing} bytes were missing and {received} came\n{Story(last)}"));
            Assert.Equal(0, copy.Missing());
            Directory.Delete(box.At(folder), recursive: true);
        }
    }

    /// <summary>Waits for a random moment: from before the first byte is written to nearly the end.</summary>
    private static Child Until(Random chance, CopyOnDisk copy, Child run)
    {
        var enough = (long)(copy.Missing() * 0.9 * chance.NextDouble());
        Eventually.Is($"{enough} bytes to be written", () => run.HasEnded || run.BytesWritten() >= enough, run.Story);
        return run;
    }
}
