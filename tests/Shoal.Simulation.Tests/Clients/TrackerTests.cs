using Shoal.Client;
using Shoal.Metainfo.Creating;
using Shoal.Runtime;
using Shoal.Simulation.Networks;
using Shoal.Simulation.Time;
using Shoal.TrackerServer;

namespace Shoal.Simulation.Tests.Clients;

/// <summary>Whole clients and their trackers, each family of addresses on each side.</summary>
public sealed class TrackerTests
{
    private const int Piece = 32 * 1024;
    private static readonly LineOptions V4 = new();

    /// <summary>Our own tracker, whose answers come over simulated connections.</summary>
    [Theory]
    [MemberData(nameof(Kinds.All), MemberType = typeof(Kinds))]
    public void Clients_find_each_other_through_our_own_tracker(TorrentFormat format, bool isV6)
    {
        using var simulation = new ClientSimulation();
        var line = simulation.World.Network.Add(Kinds.DualStack);
        var loop = new SimulatedLoop(simulation.World, line.Index);
        HttpTracker? tracker = null;
        loop.Post(() => tracker = HttpTracker.Start(loop, line, new SeededChance(1), new TrackerOptions { Listen = [line.AddressOf(!isV6)!.Value.WithPort(80)] }, out _));
        simulation.RunUntil("it listens", () => tracker is not null);
        simulation.Names.Set("tracker.test", line.AddressOf(!isV6)!.Value);
        var share = simulation.Make(format, Piece, 10 * Piece);
        var metainfo = share.Metainfo with { Trackers = [["http://tracker.test/announce"]] };
        var clients = Enumerable.Range(0, 3).Select(_ => simulation.Add(Kinds.Line(isV6))).ToList();
        var torrents = clients.Skip(1).Select(client => client.Get(metainfo)).ToList();
        clients[0].Get(metainfo, new TorrentOptions { DownloadFolder = share.Folder, IsSeedOnly = true });
        clients[1].Complete(torrents[0], share, TimeSpan.FromMinutes(40));
        clients[2].Complete(torrents[1], share, TimeSpan.FromMinutes(40));
        simulation.RunFor(TimeSpan.FromSeconds(10));
        var swarms = format == TorrentFormat.Hybrid ? 2 : 1;
        Assert.Equal((swarms, 3 * swarms, 0), (tracker!.Statistics.Swarms, tracker.Statistics.Seeders, tracker.Statistics.Leechers));
        clients.ForEach(client => client.Dispose());
        Assert.Equal((0, 0), (tracker.Statistics.Seeders, tracker.Statistics.Leechers));
    }

    /// <summary>Each address announces, with one key, from the address that its peers shall dial.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_client_of_both_families_announces_by_each_with_one_key(bool isDual)
    {
        using var simulation = new ClientSimulation();
        var tracker = simulation.AddTracker("tracker.test", Kinds.DualStack);
        var client = simulation.Add(isDual ? Kinds.DualStack : V4);
        var share = simulation.Make();
        var torrent = client.Get(share.Metainfo with { Trackers = [[tracker.Url]] });
        simulation.RunFor(TimeSpan.FromSeconds(30));
        client.Remove(torrent);
        var expected = isDual ? new[] { client.Line.AddressOf(true), client.Line.AddressOf(false) } : [client.Line.AddressOf(true)];
        foreach (var told in new[] { "started", "stopped" })
        {
            var asked = tracker.Asked.Where(a => ScriptedTracker.Parameter(a.Target, "event") == told).ToList();
            Assert.Equal(expected.OfType<Endpoint>().Order(), asked.Select(a => a.From.WithPort(0)).Order());
        }

        Assert.Single(tracker.Asked.Select(a => ScriptedTracker.Parameter(a.Target, "key")).Distinct());
        Assert.All(tracker.Asked, a => Assert.Equal($"{client.Endpoint.Port}", ScriptedTracker.Parameter(a.Target, "port")));
    }

    /// <summary>Tiers of trackers that are reached by one family, the other, both or none.</summary>
    public static TheoryData<string[][], bool, string[]> Tiers => new()
    {
        // One tracker that answers is enough, whichever family it has.
        { [["both-1"], ["both-2"]], true, ["both-1"] },
        { [["v4-1"], ["v4-2"]], true, ["v4-1"] },
        { [["v6-1"], ["v4-1"]], true, ["v6-1"] },
        { [["v6-1"], ["v4-1"]], false, ["v4-1"] },
        { [["none-1"], ["v4-1"], ["v4-2"]], true, ["v4-1"] },
        { [["dead-1"], ["v6-1"], ["v4-1"]], true, ["v6-1"] },
        { [["dead-1", "dead-2"], ["none-1", "both-1"], ["v4-1"]], false, ["both-1"] },
        { [["broken-1"], ["v4-1"]], false, ["broken-1", "v4-1"] },
        { [["broken-1", "v4-1"], ["v4-2"]], false, ["v4-1"] },
        { [["dead-1"], ["none-1"]], true, [] },
    };

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Tiers_are_gone_through_until_one_tracker_answers_by_any_family(string[][] tiers, bool isDual, string[] mustBeAsked)
    {
        using var simulation = new ClientSimulation();
        var trackers = tiers.SelectMany(tier => tier).ToDictionary(name => name, name => simulation.AddTracker(name + ".test", name[..2] switch
        {
            "v4" => V4,
            "v6" => Kinds.V6Only,
            _ => Kinds.DualStack,
        }));
        foreach (var (name, tracker) in trackers)
        {
            if (name.StartsWith("broken", StringComparison.Ordinal))
            {
                tracker.Answer = static _ => ScriptedTracker.Ok("no bencoding");
            }
            else if (name.StartsWith("dead", StringComparison.Ordinal))
            {
                simulation.Names.Set(tracker.Host, Endpoint.FromBytes([203, 0, 113, 9], 0));
            }
            else if (name.StartsWith("none", StringComparison.Ordinal))
            {
                simulation.Names.Forget(tracker.Host);
            }
        }

        var client = simulation.Add(isDual ? Kinds.DualStack : V4);
        var share = simulation.Make();
        client.Get(share.Metainfo with { Trackers = [.. tiers.Select(tier => tier.Select(name => trackers[name].Url).ToList())] });
        simulation.RunFor(TimeSpan.FromMinutes(3));
        // Within a tier the order is by chance, so a broken one may or may not have been asked.
        var asked = trackers.Where(pair => pair.Value.Asked.Count > 0).Select(pair => pair.Key).ToHashSet();
        Assert.Superset(mustBeAsked.ToHashSet(), asked);
        Assert.All(asked.Except(mustBeAsked), name => Assert.StartsWith("broken", name, StringComparison.Ordinal));
    }

    /// <summary>A stop waits for what is under way, so that stopped is the last that a tracker hears.</summary>
    [Fact]
    public void A_torrent_removed_while_its_first_announce_is_under_way_leaves_the_tracker_in_order()
    {
        using var simulation = new ClientSimulation();
        var tracker = simulation.AddTracker("tracker.test", V4 with { Latency = TimeSpan.FromMilliseconds(400) });
        var client = simulation.Add();
        var share = simulation.Make();
        var torrent = client.Get(share.Metainfo with { Trackers = [[tracker.Url]] });
        simulation.RunUntil("it is asked", () => tracker.Asked.Count == 1);
        client.Remove(torrent);
        Assert.Equal(["started", "stopped"], tracker.Events);
    }

    [Fact]
    public void What_became_complete_is_told_once_and_what_was_complete_never()
    {
        using var simulation = new ClientSimulation();
        var tracker = simulation.AddTracker("tracker.test");
        var (seed, leecher) = (simulation.Add(), simulation.Add());
        var share = simulation.Make();
        var metainfo = share.Metainfo with { Trackers = [[tracker.Url]] };
        seed.Get(metainfo, new TorrentOptions { DownloadFolder = share.Folder, IsSeedOnly = true });
        simulation.RunFor(TimeSpan.FromMinutes(1));
        var torrent = leecher.Get(metainfo, seed.Endpoint);
        leecher.Complete(torrent, share);
        simulation.RunFor(TimeSpan.FromHours(2));
        seed.Dispose();
        leecher.Dispose();
        string[] OfHost(SimulatedClient client) => [.. tracker.Asked.Where(a => a.From.WithPort(0) == client.Line.Address).Select(a => ScriptedTracker.Parameter(a.Target, "event"))];
        Assert.Equal(["started", "stopped"], OfHost(seed).Where(e => e.Length > 0));
        Assert.Equal(["started", "completed", "stopped"], OfHost(leecher).Where(e => e.Length > 0));
        Assert.InRange(OfHost(seed).Count(e => e.Length == 0), 3, 5);
    }

    [Fact]
    public void A_tracker_that_comes_back_is_found_again_and_its_error_is_forgotten()
    {
        using var simulation = new ClientSimulation();
        var tracker = simulation.AddTracker("tracker.test");
        var client = simulation.Add();
        var share = simulation.Make();
        tracker.Answer = static _ => ScriptedTracker.Ok("nothing here", status: 410);
        var torrent = client.Get(share.Metainfo with { Trackers = [[tracker.Url]] });
        simulation.RunFor(TimeSpan.FromSeconds(30));
        Assert.Contains("410", Assert.Single(client.Look(torrent).Trackers).LastError, StringComparison.Ordinal);
        tracker.Answer = static _ => ScriptedTracker.Ok("d8:intervali1800e5:peers0:e");
        simulation.RunFor(TimeSpan.FromMinutes(10));
        Assert.True(Assert.Single(client.Look(torrent).Trackers).LastError is null);
    }
}
