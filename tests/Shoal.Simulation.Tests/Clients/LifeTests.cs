using Shoal.Client;
using Shoal.Metainfo.Creating;
using Shoal.Runtime;
using Shoal.Simulation.Networks;

namespace Shoal.Simulation.Tests.Clients;

/// <summary>Clients that come, stop, start again and leave, with limits from the least to the most.</summary>
public sealed class LifeTests
{
    private const int Piece = 32 * 1024;

    /// <summary>Slow enough that a test can come in the middle.</summary>
    private static LineOptions Slow(bool isV6) => Kinds.Line(isV6) with { Up = 64 * 1024 };

    [Theory]
    [MemberData(nameof(Kinds.All), MemberType = typeof(Kinds))]
    public void A_seed_that_trusts_its_files_serves_everybody(TorrentFormat format, bool isV6)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(format, Piece, 5 * Piece, 3 * Piece + 7);
        var seed = simulation.Add(Kinds.Line(isV6));
        seed.Seed(share, trust: true);
        var leechers = Enumerable.Range(0, 2).Select(_ => simulation.Add(Kinds.Line(isV6))).ToList();
        foreach (var (leecher, torrent) in leechers.Select(l => (l, l.Get(share.Metainfo, seed.Endpoint))).ToList())
        {
            leecher.Complete(torrent, share);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds.All), MemberType = typeof(Kinds))]
    public void A_download_that_was_stopped_half_way_goes_on_where_it_was(TorrentFormat format, bool isV6)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(format, Piece, 20 * Piece);
        var (seed, leecher) = (simulation.Add(Slow(isV6)), simulation.Add(Kinds.Line(isV6)));
        seed.Seed(share);
        var torrent = leecher.Get(share.Metainfo, seed.Endpoint);
        simulation.RunUntil("half is there", () => torrent.Run.Swarm!.Have.Count >= 10);
        leecher.Remove(torrent);
        Assert.Equal(TorrentStatus.Stopped, leecher.Look(torrent).Status);
        Assert.Empty(leecher.Line.Links);
        var had = leecher.Look(torrent).PiecesHave;
        Assert.InRange(had, 10, 19);
        var again = leecher.Get(share.Metainfo, seed.Endpoint);
        leecher.Complete(again, share);
        Assert.Equal(20 - had, leecher.Look(again).PiecesFetched);
        Assert.Equal(0, leecher.Look(again).PiecesFailed);
        Assert.InRange(leecher.Look(again).Received, 0, (20 - had) * (long)Piece);
    }

    [Fact]
    public void A_torrent_without_peers_can_be_stopped_and_started()
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make();
        var client = simulation.Add();
        for (var i = 0; i < 3; i++)
        {
            var torrent = client.Get(share.Metainfo);
            simulation.RunFor(TimeSpan.FromSeconds(6));
            client.Remove(torrent);
            Assert.Equal(TorrentStatus.Stopped, client.Look(torrent).Status);
            Assert.Empty(client.Client.Torrents);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds.All), MemberType = typeof(Kinds))]
    public void A_seed_that_was_stopped_is_found_again_when_it_starts(TorrentFormat format, bool isV6)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(format, Piece, 20 * Piece);
        var (seed, leecher) = (simulation.Add(Slow(isV6)), simulation.Add(Kinds.Line(isV6)));
        var seeding = seed.Seed(share);
        var torrent = leecher.Get(share.Metainfo, seed.Endpoint);
        simulation.RunUntil("half is there", () => torrent.Run.Swarm!.Have.Count >= 10);
        seed.Remove(seeding);
        simulation.RunFor(TimeSpan.FromMinutes(3));
        Assert.False(torrent.Completion.IsCompleted);
        seed.Seed(share);
        leecher.Complete(torrent, share);
    }

    [Fact]
    public void A_torrent_that_was_stopped_dials_nobody_and_takes_nobody_in()
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make();
        var client = simulation.Add();
        var torrent = client.Get(share.Metainfo);
        simulation.Run(torrent.StopAsync());
        var (dialled, stranger) = (new ScriptedPeer(simulation.World), new ScriptedPeer(simulation.World));
        dialled.Listen(SimulatedClient.Greeting(share.Metainfo.InfoHashes));
        torrent.AddPeer(dialled.Endpoint);
        stranger.Dial(client.Endpoint, SimulatedClient.Greeting(share.Metainfo.InfoHashes));
        simulation.RunFor(TimeSpan.FromMinutes(2));
        Assert.Equal(0, dialled.Met);
        Assert.True(stranger.IsOver);
        Assert.Null(stranger.Answered);
    }

    [Fact]
    public void Clients_may_leave_in_the_middle_of_everything()
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(TorrentFormat.Hybrid, Piece, 40 * Piece);
        var clients = Enumerable.Range(0, 4).Select(_ => simulation.Add(Slow(isV6: false))).ToList();
        clients[0].Seed(share);
        var torrents = clients.Skip(1).Select(client => client.Get(share.Metainfo, [.. clients.Select(c => c.Endpoint)])).ToList();
        simulation.RunUntil("somebody has a piece", () => torrents.Exists(t => t.Run.Swarm!.Have.Count > 0));
        clients.ForEach(client => client.Dispose());
        Assert.All(clients, client => Assert.Empty(client.Line.Links));
        Assert.All(torrents, torrent => Assert.True(torrent.Completion.IsCanceled));
    }

    [Fact]
    public void Peers_that_are_gone_are_given_up_and_tried_again_less_and_less_often()
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make();
        var client = simulation.Add();
        var gone = Enumerable.Range(60, 3).Select(i => Endpoint.FromBytes([66, 66, 66, (byte)i], 9999)).ToArray();
        var torrent = client.Get(share.Metainfo, gone);
        simulation.RunFor(TimeSpan.FromSeconds(11));
        Assert.Equal(gone.Select(g => (g.ToString(), (string?)"timed out")).Order(), client.Look(torrent).Unreached.Order());
        simulation.RunFor(TimeSpan.FromMinutes(30));
        // 2, 4, 8 … seconds between, then five minutes; each dial takes ten seconds.
        Assert.InRange(torrent.Run.Swarm!.Peers.Book.FailureCount, 3 * 8, 3 * 15);
        Assert.Equal(0, torrent.Run.Swarm!.Context.Leases.HalfOpen.Used);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Our_own_address_is_dialled_once(bool isV6)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make();
        var client = simulation.Add(Kinds.Line(isV6));
        var torrent = client.Get(share.Metainfo, client.Endpoint);
        simulation.RunFor(TimeSpan.FromSeconds(10));
        torrent.AddPeer(client.Endpoint);
        simulation.RunFor(TimeSpan.FromSeconds(10));
        Assert.Empty(client.Line.Links);
        Assert.Equal(1, torrent.Run.Swarm!.Peers.Book.FailureCount);
        Assert.Empty(torrent.Run.Swarm!.Peers.Book.All);
    }

    [Theory]
    [InlineData("Connections", 1)]
    [InlineData("Connections", int.MaxValue)]
    [InlineData("HalfOpen", 1)]
    [InlineData("HalfOpen", int.MaxValue)]
    [InlineData("UploadSlots", 1)]
    [InlineData("UploadSlots", int.MaxValue)]
    [InlineData("UpRate", 1024)]
    [InlineData("UpRate", long.MaxValue)]
    [InlineData("DownRate", 1024)]
    [InlineData("DownRate", long.MaxValue)]
    [InlineData("PieceMemory", 16 * 1024)]
    [InlineData("PieceMemory", int.MaxValue)]
    [InlineData("Loops", 64)]
    public void With_each_limit_at_its_end_a_torrent_is_fetched(string limit, long value)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(TorrentFormat.Hybrid, 16 * 1024, 5 * 16 * 1024);
        var (seed, leecher) = (simulation.Add(options: state => With(state, limit, value)), simulation.Add(options: state => With(state, limit, value)));
        seed.Seed(share);
        leecher.Complete(leecher.Get(share.Metainfo, seed.Endpoint), share, TimeSpan.FromMinutes(10));
    }

    [Theory]
    [InlineData("Connections", 0)]
    [InlineData("Connections", -1)]
    [InlineData("HalfOpen", 0)]
    [InlineData("HalfOpen", -1)]
    [InlineData("UploadSlots", 0)]
    [InlineData("UploadSlots", -1)]
    [InlineData("UpRate", 0)]
    [InlineData("UpRate", -1)]
    [InlineData("DownRate", 0)]
    [InlineData("DownRate", -1)]
    [InlineData("PieceMemory", 16 * 1024 - 1)]
    [InlineData("PieceMemory", -1)]
    [InlineData("Loops", 0)]
    [InlineData("Loops", 65)]
    public void A_limit_without_sense_is_refused_at_once(string limit, long value)
    {
        using var simulation = new ClientSimulation();
        Assert.ThrowsAny<ArgumentException>(() => simulation.Add(options: state => With(state, limit, value)));
    }

    [Fact]
    public void Limits_that_change_all_the_time_hinder_no_transfer()
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(TorrentFormat.Hybrid, Piece, 40 * Piece);
        var (seed, leecher) = (simulation.Add(), simulation.Add());
        var seeding = seed.Seed(share);
        var torrent = leecher.Get(share.Metainfo, seed.Endpoint);
        long?[] rates = [null, 1, 20_000, long.MaxValue, 500_000];
        for (var i = 0; i < 400 && !torrent.Completion.IsCompleted; i++)
        {
            seed.Client.SetRates(rates[i % 5], rates[(i + 1) % 5]);
            leecher.Client.SetRates(rates[(i + 2) % 5], rates[(i + 3) % 5]);
            seeding.SetRates(rates[i / 5 % 5], null);
            torrent.SetRates(null, rates[i / 25 % 5]);
            simulation.RunFor(TimeSpan.FromMilliseconds(100));
        }

        foreach (var client in new[] { seed, leecher })
        {
            client.Client.SetRates(null, null);
        }

        seeding.SetRates(null, null);
        torrent.SetRates(null, null);
        leecher.Complete(torrent, share, TimeSpan.FromMinutes(2));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_peer_hears_of_a_third_from_the_second(bool isV6)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(TorrentFormat.V1, Piece, 400 * Piece);
        var (first, second, seed) = (simulation.Add(Slow(isV6)), simulation.Add(Slow(isV6)), simulation.Add(Slow(isV6)));
        seed.Seed(share);
        second.Get(share.Metainfo, seed.Endpoint);
        var torrent = first.Get(share.Metainfo, second.Endpoint);
        simulation.RunUntil("the first knows the seed", () => torrent.Run.Swarm!.Peers.All.ToArray().Any(p => p.Remote.WithPort(0) == seed.Line.Address), TimeSpan.FromSeconds(65));
    }

    private static TorrentClientOptions With(string state, string limit, long value) => limit switch
    {
        "Connections" => new() { StateFolder = state, Connections = (int)value },
        "HalfOpen" => new() { StateFolder = state, HalfOpen = (int)value },
        "UploadSlots" => new() { StateFolder = state, UploadSlots = (int)value },
        "UpRate" => new() { StateFolder = state, UpRate = value },
        "DownRate" => new() { StateFolder = state, DownRate = value },
        "PieceMemory" => new() { StateFolder = state, PieceMemory = (int)value },
        "Loops" => new() { StateFolder = state, Loops = (int)value },
        _ => throw new ArgumentOutOfRangeException(nameof(limit)),
    };
}
