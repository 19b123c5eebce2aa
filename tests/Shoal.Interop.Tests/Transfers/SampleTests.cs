using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Transfers;

/// <summary>What stands under samples/ works as it stands there.</summary>
public sealed class SampleTests
{
    [Fact]
    public void The_sample_fetches_by_link_with_the_library()
    {
        using var box = new Sandbox();
        Shelf.Fill(box, "seed/shelf");
        var torrent = box.Create("seed/shelf", "shelf.torrent", "--format", "v1", "--piece-length", "16K");
        var seeder = box.Libtorrent("seed", torrent, "seed").Address;

        var said = box.Run(Sample("Fetch", "shoal-fetch"), MagnetTests.LinkOf(box, torrent), box.At("copy"), seeder);

        Copies.AreEqual(box.At("seed/shelf"), box.At("copy/shelf"));
        Assert.Contains("Downloading", said);
        Assert.Contains(said, line => line.StartsWith("it is 'shelf'", StringComparison.Ordinal));
    }

    /// <summary>Built beside this test, in the same configuration.</summary>
    private static string Sample(string project, string program) =>
        Path.Combine(ShoalProgram.Repository, "artifacts", "bin", project, new DirectoryInfo(AppContext.BaseDirectory).Name, program);
}
