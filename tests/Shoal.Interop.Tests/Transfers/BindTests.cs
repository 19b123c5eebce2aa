using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Transfers;

/// <summary>--bind holds for all that leaves the machine: seen by tcpdump on both of its links.</summary>
[Collection(Alone.Name)]
public sealed class BindTests
{
    private const string Peer = TwoLinks.World + ":7001";

    [Theory]
    [InlineData("http", "tcp")]
    [InlineData("udp", "UDP")]
    public void With_bind_peers_names_and_trackers_are_met_by_that_link_alone(string tracker, string protocol)
    {
        using var box = new Sandbox();
        using var links = new TwoLinks(box);
        var (listening, quiet, other) = Exchange(box, links, tracker, ["--bind", TwoLinks.QuietAddress], TwoLinks.QuietAddress);

        Assert.Empty(other);
        Contains(quiet, $"> {TwoLinks.World}.53: UDP");
        Contains(quiet, $"> {TwoLinks.World}.6969: {protocol}");
        Contains(quiet, $"> {TwoLinks.World}.7001: tcp");
        Contains(quiet, $"IP {TwoLinks.QuietAddress}.7002 > ");
        Assert.Equal([TwoLinks.QuietAddress + ":7002"], listening);
    }

    /// <summary>The watch is good for something: this is what the other link sees where nothing is bound.</summary>
    [Theory]
    [InlineData("http", "tcp")]
    [InlineData("udp", "UDP")]
    public void Without_bind_all_of_it_goes_by_the_default_route(string tracker, string protocol)
    {
        using var box = new Sandbox();
        using var links = new TwoLinks(box);
        var (_, _, other) = Exchange(box, links, tracker, [], TwoLinks.OtherAddress);

        Contains(other, $"> {TwoLinks.World}.53: ");
        Contains(other, $"> {TwoLinks.World}.6969: {protocol}");
        Contains(other, $"> {TwoLinks.World}.7001: tcp");
        Contains(other, $"IP {TwoLinks.OtherAddress}.7002 > ");
    }

    /// <summary>Shoal fetches from a peer that it dials, asks a tracker that it knows by name, and serves a peer that dials it.</summary>
    private static (string[] Listening, string[] Quiet, string[] Other) Exchange(Sandbox box, TwoLinks links, string scheme, string[] options, string listensOn)
    {
        box.Write("seed/disc.bin", 300_000);
        var torrent = box.Create("seed/disc.bin", "disc.torrent", "--format", "v1", "-t", $"{scheme}://tracker.test:6969/announce");
        var hash = box.InfoHashOf(torrent);
        _ = new Opentracker(box, links.StartInWorld, TwoLinks.World, hash);
        links.StartInWorld("/usr/bin/python3", Sandbox.DnsScript, TwoLinks.World, TwoLinks.World).Line("ready");
        links.StartInWorld("/usr/bin/python3", Sandbox.NodeScript, "seed", torrent, box.At("seed"), TwoLinks.World, "--port", "7001").Line("ready 7001");

        var get = links.Start(
            ShoalProgram.Path, ["get", torrent, "--dir", box.NewFolder("copy"), "--port", "7002", "--peer", Peer, "--keep-seeding", "--json", .. options]);
        get.Line("{");
        links.StartInWorld("/usr/bin/python3", Sandbox.NodeScript, "leech", torrent, box.NewFolder("fetched"), TwoLinks.World, "--port", "7003", "--peer", listensOn + ":7002").Line("complete");
        links.StartInWorld("/usr/bin/python3", Sandbox.ScrapeScript, TwoLinks.World + ":6969", hash, "8:completei1e").Line("known");
        var listening = links.Start("ss", "-Hltn").EndsWith(0).Out.Where(line => line.Length > 0).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3]).ToArray();
        get.Signal(Child.SigTerm);
        get.EndsWith(0);
        Copies.AreEqual(box.At("seed/disc.bin"), box.At("fetched/disc.bin"));
        var (quiet, other) = links.StopWatching();
        return (listening, quiet, other);
    }

    private static void Contains(string[] packets, string wanted) =>
        Assert.True(Array.Exists(packets, line => line.Contains(wanted, StringComparison.Ordinal)), $"no packet '{wanted}' among {packets.Length}:\n{string.Join('\n', packets.Take(40))}");
}
