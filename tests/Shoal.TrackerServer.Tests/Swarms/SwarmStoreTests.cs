using Shoal.Runtime;
using Shoal.TrackerServer.Swarms;
using Shoal.Trackers.Messages;

namespace Shoal.TrackerServer.Tests.Swarms;

public sealed class SwarmStoreTests
{
    private static readonly ulong Runs = Environment.GetEnvironmentVariable("SHOAL_LONG") == "1" ? 400ul : 2ul;

    private const int CrowdPeers = 600;
    private const int CrowdTorrents = 7;

    /// <summary>Torrents a to d stay small and their clients have two families now and then; y and z grow large and shrink again.</summary>
    [Fact]
    public void Whatever_peers_do_the_store_holds_what_lists_would()
    {
        for (var seed = 1ul; seed <= Runs; seed++)
        {
            var chance = new SeededChance(seed);
            var desk = new StoreDesk(seed: seed);
            var model = new StoreModel(desk.Options.Silence);
            for (var i = 0; i < 4000; i++)
            {
                Step(desk, model, chance, seed, crowd: i % 2000 < 1200);
            }

            desk.Now += 6 * desk.Options.Silence;
            desk.Sweep();
            Assert.Equal((0L, 0L, (0, 0)), (desk.Store.Usage.Peers, desk.Store.Usage.Swarms, desk.Store.CountPeers()));
        }
    }

    [Theory]
    [InlineData(60, 40)]
    [InlineData(3, 2)]
    [InlineData(500, 300)]
    public void Each_peer_is_as_likely_as_any_other(int leechers, int seeds)
    {
        var desk = new StoreDesk();
        for (var i = 0; i < leechers + seeds; i++)
        {
            desk.Announce(1, StoreDesk.V4(i, 1), i, isSeed: i >= leechers);
        }

        // A seed is told of one leecher; a leecher, which is one of them, of a leecher and a seed.
        CheckEven(desk, asking: StoreDesk.V4(leechers, 1), isSeed: true, wanted: 1, StoreDesk.V4(0, 1), leechers);
        CheckEven(desk, asking: StoreDesk.V4(0, 1), isSeed: false, wanted: leechers == 3 ? 4 : 2, StoreDesk.V4(1, 1), leechers - 1);
        CheckEven(desk, asking: StoreDesk.V4(0, 1), isSeed: false, wanted: 2, StoreDesk.V4(leechers, 1), seeds);
    }

    [Fact]
    public void A_run_of_peers_begins_anywhere()
    {
        var desk = new StoreDesk();
        for (var i = 0; i < 400; i++)
        {
            desk.Announce(1, StoreDesk.V4(i, 1), i, isSeed: false);
        }

        var told = new Dictionary<Endpoint, int>();
        for (var i = 0; i < 8000; i++)
        {
            foreach (var peer in desk.Told(desk.Announce(1, StoreDesk.V4(7, 1), 7, isSeed: false, wanted: 30), ipv4: true))
            {
                told[peer] = told.GetValueOrDefault(peer) + 1;
            }
        }

        // 8,000 replies with 30 of 399 peers: 601 for each, and 6 standard deviations are 142.
        Assert.Equal(399, told.Count);
        Assert.All(told.Values, count => Assert.InRange(count, 459, 743));
    }

    [Fact]
    public void Nobody_else_ends_what_a_peer_announced()
    {
        var desk = new StoreDesk();
        desk.Announce(1, StoreDesk.V4(1, 1), id: 1, isSeed: true);
        desk.Announce(1, StoreDesk.V4(1, 1), id: 2, isSeed: true, what: AnnounceEvent.Stopped);
        desk.Announce(1, StoreDesk.V4(2, 1), id: 1, isSeed: true, what: AnnounceEvent.Stopped);
        desk.Announce(1, StoreDesk.V4(1, 2), id: 1, isSeed: true, what: AnnounceEvent.Stopped);
        Assert.Equal(1, desk.Store.Scrape(StoreDesk.Torrent(1)).Seeders);
        desk.Announce(1, StoreDesk.V4(1, 1), id: 1, isSeed: true, what: AnnounceEvent.Stopped);
        Assert.Equal(0, desk.Store.Scrape(StoreDesk.Torrent(1)).Seeders);
    }

    [Fact]
    public void Downloads_of_a_swarm_that_is_empty_are_remembered_for_a_while()
    {
        var desk = new StoreDesk();
        desk.Announce(1, StoreDesk.V4(1, 1), 1, isSeed: true, what: AnnounceEvent.Completed);
        desk.Announce(1, StoreDesk.V4(1, 1), 1, isSeed: true, what: AnnounceEvent.Stopped);
        desk.Now += 4 * desk.Options.Silence;
        desk.Sweep();
        Assert.Equal(1, desk.Store.Scrape(StoreDesk.Torrent(1)).Completed);
        desk.Now += TimeSpan.FromSeconds(1);
        desk.Sweep();
        Assert.Equal((0, 0L), (desk.Store.Scrape(StoreDesk.Torrent(1)).Completed, desk.Store.Usage.Swarms));
    }

    [Fact]
    public void When_the_memory_is_used_up_the_swarms_that_were_silent_longest_are_forgotten()
    {
        const int torrents = 60_000;
        var desk = new StoreDesk(new StoreOptions { Memory = 1 << 20 });
        for (var i = 0; i < torrents; i++)
        {
            desk.Now += TimeSpan.FromMilliseconds(50);
            Assert.False(desk.Announce(i, StoreDesk.V4(i, 1), i, isSeed: i % 2 == 0).IsFull);
            // One torrent is announced all the time.
            desk.Announce(0, StoreDesk.V4(0, 1), 0, isSeed: true);
        }

        var usage = desk.Store.Usage;
        // The index grows even so: it may take a sixth more.
        Assert.InRange(usage.Bytes, 1 << 19, (1 << 20) * 7 / 6);
        Assert.Equal(torrents, usage.Swarms + usage.Evicted);
        Assert.Equal(1, desk.Store.Scrape(StoreDesk.Torrent(0)).Seeders);
        int Held(int from, int count) => Enumerable.Range(from, count).Count(i => desk.Store.Scrape(StoreDesk.Torrent(i)) != default);
        var half = (int)usage.Swarms / 2;
        Assert.InRange(Held(torrents - half, half), half * 98 / 100, half);
        Assert.InRange(Held(1, torrents / 2), 0, torrents / 200);
    }

    [Fact]
    public void An_announce_allocates_nothing()
    {
        var desk = new StoreDesk();
        var peers = Enumerable.Range(0, 2000).Select(i => (Peer: i % 3 == 0 ? StoreDesk.V6(i, 1) : StoreDesk.V4(i, 1), Torrent: i % 2 == 0 ? 1 : i)).ToArray();
        void AnnounceAll()
        {
            for (var i = 0; i < peers.Length; i++)
            {
                desk.Announce(peers[i].Torrent, peers[i].Peer, i, isSeed: i % 5 == 0, wanted: 30);
                desk.Store.Scrape(StoreDesk.Torrent(i));
            }
        }

        AnnounceAll();
        AnnounceAll();
        Assert.Equal(0, Garbage.Least(3, AnnounceAll));
    }

    /// <summary>All threads are in the same swarms of one shard, each with its own peers; one of them sweeps meanwhile.</summary>
    [Fact]
    public async Task Threads_that_announce_and_sweep_at_once_lose_nobody()
    {
        const int threads = 4;
        var desk = new StoreDesk(new StoreOptions { Shards = 1 });
        await Task.WhenAll(Enumerable.Range(1, threads).Select(thread => Task.Run(() => AnnounceCrowd(desk, thread))));
        // The end of the round that was begun, and a whole one.
        desk.Sweep();
        desk.Sweep();
        var stayed = Enumerable.Range(0, CrowdPeers).Where(i => i % 5 != 0).ToArray();
        for (var torrent = 0; torrent < CrowdTorrents; torrent++)
        {
            var seeds = threads * stayed.Count(i => i % CrowdTorrents == torrent && i % 2 == 0);
            var leechers = threads * stayed.Count(i => i % CrowdTorrents == torrent && i % 2 != 0);
            Assert.Equal(new ScrapeCounts(seeds, 0, leechers), desk.Store.Scrape(StoreDesk.Torrent(torrent)));
        }

        Assert.Equal((threads * stayed.Length, CrowdTorrents), (desk.Store.Usage.Peers, desk.Store.Usage.Swarms));
    }

    [Fact]
    public void A_peer_takes_twenty_bytes_in_the_mix_of_the_load_tester()
    {
        var desk = new StoreDesk();
        var mix = new LoadMix(torrents: 500_000, peers: 1_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < mix.Peers; i++)
        {
            desk.Announce(mix.TorrentOf(i), StoreDesk.V4(i, 1), i, isSeed: i % 4 != 0);
        }

        Assert.Equal(mix.Peers, desk.Store.Usage.Peers);
        Assert.InRange((double)desk.Store.Usage.Bytes / mix.Peers, 10, 22);

        // Growing leaves little behind: what is nobody's stays with the process until the collector comes by.
        Assert.InRange((double)(GC.GetAllocatedBytesForCurrentThread() - before) / desk.Store.Usage.Bytes, 1, 1.3);
    }

    /// <summary>Each comes and goes and turns, in the last round every fifth goes and the even ones are seeds; what came from port 9 is old at once, for the sweep.</summary>
    private static void AnnounceCrowd(StoreDesk desk, int thread)
    {
        var (v4, v6) = (new byte[200], new byte[200]);
        var longAgo = desk.Now - desk.Options.Silence - TimeSpan.FromMinutes(10);
        for (var round = 0; round <= 10; round++)
        {
            for (var i = 0; i < CrowdPeers; i++)
            {
                var number = (thread * CrowdPeers) + i;
                var peer = i % 3 == 0 ? StoreDesk.V6(number, number) : StoreDesk.V4(number, number);
                var what = (i + round) % 5 == 0 ? AnnounceEvent.Stopped : AnnounceEvent.None;
                var torrent = StoreDesk.Torrent(i % CrowdTorrents);
                desk.Store.Announce(new Announcement(torrent, StoreDesk.V4(number, 9), StoreDesk.Id(number), AnnounceEvent.None, IsSeed: false, Wanted: 0), longAgo, v4, v6);
                desk.Store.Announce(new Announcement(torrent, peer, StoreDesk.Id(number), what, (i + round) % 2 == 0, Wanted: 30), desk.Now, v4, v6);
                if (thread == 1 && i % 4 == 0)
                {
                    desk.Store.SweepSome(desk.Now, most: 600);
                }
            }
        }
    }

    private static void CheckEven(StoreDesk desk, Endpoint asking, bool isSeed, int wanted, Endpoint first, int peers)
    {
        var counts = new Dictionary<Endpoint, int>();
        var draws = 100 * peers;
        var total = 0;
        for (var i = 0; i < draws; i++)
        {
            foreach (var peer in desk.Told(desk.Announce(1, asking, isSeed ? 9 : 8, isSeed, wanted), ipv4: true))
            {
                if (Number(peer) >= Number(first) && Number(peer) < Number(first) + peers)
                {
                    counts[peer] = counts.GetValueOrDefault(peer) + 1;
                    total++;
                }
            }
        }

        // Chi-square: its mean is the degrees of freedom, its variance twice them; beyond five deviations nothing is even.
        var expected = (double)total / peers;
        var square = counts.Values.Sum(count => (count - expected) * (count - expected) / expected) + ((peers - counts.Count) * expected);
        Assert.True(total >= draws, $"{total} of {draws}");
        Assert.True(square < peers - 1 + (5 * Math.Sqrt(2.0 * peers)), $"{square:f0} for {peers} peers");
    }

    private static int Number(Endpoint peer)
    {
        Span<byte> bytes = stackalloc byte[16];
        peer.WriteAddress(bytes);
        return (bytes[1] << 16) | (bytes[2] << 8) | bytes[3];
    }

    private static void Step(StoreDesk desk, StoreModel model, SeededChance chance, ulong seed, bool crowd)
    {
        if (chance.Below(400) == 0)
        {
            desk.Now += TimeSpan.FromMinutes(chance.Below(crowd ? 5 : 40));
            desk.Sweep();
            model.Forget(desk.Now);
        }

        desk.Now += TimeSpan.FromSeconds(chance.Below(2));
        var isLarge = chance.Below(3) > 0;
        var torrent = isLarge ? (char)('y' + chance.Below(2)) : (char)('a' + chance.Below(4));
        var ipv4 = chance.Below(3) > 0;
        var number = chance.Below(isLarge ? 400 : 12);
        var id = (char)(isLarge ? number : chance.Below(6));
        var port = isLarge ? (ipv4 ? 1 : 2) : 1 + (id % 3);
        var peer = ipv4 ? StoreDesk.V4(number, port) : StoreDesk.V6(number, port);
        var what = chance.Below(crowd ? 10 : 2) == 0 ? AnnounceEvent.Stopped : (AnnounceEvent)chance.Below(3);
        var (isSeed, wanted) = (chance.Below(2) == 0, chance.Below(80));
        var result = desk.Announce(torrent, peer, id, isSeed, wanted, what);
        model.Announce(torrent, peer, id, isSeed, what, desk.Now);
        var at = $"seed {seed}, {torrent}, {peer}, id {(int)id}, {what}";
        Assert.True(model.Counts(torrent) == result.Counts, $"{at}: {result.Counts} for {model.Counts(torrent)}");
        Assert.Equal(result.Counts, desk.Store.Scrape(StoreDesk.Torrent(torrent)));
        Assert.Equal(model.PeerCount, desk.Store.Usage.Peers);
        var most = what == AnnounceEvent.Stopped ? 0 : wanted;
        most -= CheckTold(desk.Told(result, ipv4), model.For(torrent, peer, id, isSeed, ipv4), most, twins: 0, at);
        // Its own other addresses may cost it places.
        var others = model.For(torrent, peer, id, isSeed, !ipv4);
        CheckTold(desk.Told(result, !ipv4), others, most, model.For(torrent, peer, char.MaxValue, isSeed, !ipv4).Length - others.Length, at);
    }

    private static int CheckTold(Endpoint[] told, Endpoint[] others, int most, int twins, string at)
    {
        Assert.True(told.Length == told.Distinct().Count() && told.All(others.Contains), at);
        Assert.True(told.Length <= Math.Min(most, others.Length) && told.Length >= Math.Min(most, others.Length) - twins, $"{at}: {told.Length} of {others.Length} for {most}");
        return told.Length;
    }
}
