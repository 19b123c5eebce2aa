using System.Globalization;
using Shoal.Interop.Tests.Programs;
using Shoal.Interop.Tests.Transfers;

namespace Shoal.Interop.Tests.Trackers;

/// <summary>`shoal seed` and `shoal get` know nobody but a tracker of others.</summary>
public sealed class ByTrackerTests
{
    [Theory]
    [InlineData("http", "v1", false)]
    [InlineData("udp", "v1", false)]
    [InlineData("http", "v2", true)]
    [InlineData("udp", "hybrid", true)]
    public void Peers_find_each_other_through_opentracker(string scheme, string format, bool byLink)
    {
        using var box = new Sandbox();
        Shelf.Fill(box, "seed/shelf");
        var plain = box.Create("seed/shelf", "plain.torrent", "--format", format, "--piece-length", "16K");
        var shown = Json.Of(box.RunShoal("show", plain, "--json").Out[0]);
        var hashes = new[] { "infoHashV1", "infoHashV2" }.Select(key => shown.TryGetProperty(key, out var hash) ? hash.GetString()![..40] : null).OfType<string>().ToArray();
        var tracker = new Opentracker(box, hashes);
        var url = $"{scheme}://127.0.0.1:{tracker.Port.ToString(CultureInfo.InvariantCulture)}/announce";
        var torrent = box.Create("seed/shelf", "shelf.torrent", "--format", format, "--piece-length", "16K", "-t", url);
        box.ShoalSeed(torrent, "seed");

        box.ShoalGet(byLink ? MagnetTests.LinkOf(box, torrent) : torrent, "copy").EndsWith(0);

        Copies.AreEqual(box.At("seed/shelf"), box.At("copy/shelf"));
    }

    [Fact]
    public void A_tracker_that_refuses_is_named_without_its_passkey()
    {
        using var box = new Sandbox();
        box.Write("seed/disc.bin", 100_000);
        var torrent = box.Create("seed/disc.bin", "disc.torrent", "-t", $"http://127.0.0.1:{Sandbox.FreePort()}/0123456789abcdef0123456789abcdef/announce");
        var get = box.ShoalGet(torrent, "copy");
        Eventually.Is("the tracker's failure to be told", () => get.Errors.Any(line => line.Contains("tracker http://127.0.0.1", StringComparison.Ordinal)), get.Story);
        Assert.DoesNotContain(get.Errors.Concat(get.Out), line => line.Contains("0123456789abcdef", StringComparison.Ordinal));
    }
}
