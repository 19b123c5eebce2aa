using Shoal.Dht.Serving;
using Shoal.Runtime;
using static Shoal.Dht.Tests.Serving.ServingDesk;

namespace Shoal.Dht.Tests.Serving;

public sealed class PeerStoreTests
{
    private readonly SeededChance _chance = new(7);

    [Theory]
    [InlineData(100, 0, 10, false)]
    [InlineData(40, 60, 10, false)]
    [InlineData(50, 50, 10, true)]
    [InlineData(3, 0, 2, false)]
    [InlineData(400, 0, 399, false)]
    public void Each_peer_is_as_likely_as_any_other_and_none_comes_twice(int leechers, int seeds, int most, bool noSeeds)
    {
        const int Rounds = 4000;
        var store = Store();
        for (var i = 0; i < leechers + seeds; i++)
        {
            Assert.True(store.Announce(Target(1), V4(i, 1), isSeed: i >= leechers, Start));
        }

        var counts = new Dictionary<Endpoint, int>();
        for (var i = 0; i < Rounds; i++)
        {
            var told = Told(store, Target(1), Start, _chance, most, noSeeds);
            Assert.Equal(most, told.Distinct().Count());
            told.ForEach(peer => counts[peer] = counts.GetValueOrDefault(peer) + 1);
        }

        // Pearson's sum over n peers, each drawn from a binomial: about n, with a standard deviation of some sqrt(2n); six of them.
        var among = noSeeds ? leechers : leechers + seeds;
        var expected = (double)Rounds * most / among;
        var variance = expected * (1 - (double)most / among);
        Assert.Equal(among, counts.Count);
        Assert.InRange(counts.Values.Sum(count => (count - expected) * (count - expected) / variance), 0, among + 6 * Math.Sqrt(2.0 * among));
    }

    [Fact]
    public void Each_pair_of_peers_is_as_likely_as_any_other()
    {
        var store = Store();
        for (var i = 0; i < 6; i++)
        {
            store.Announce(Target(1), V4(i, 1), isSeed: false, Start);
        }

        var pairs = new Dictionary<(Endpoint, Endpoint), int>();
        for (var i = 0; i < 30_000; i++)
        {
            var told = Told(store, Target(1), Start, _chance, most: 2);
            pairs[(told[0], told[1])] = pairs.GetValueOrDefault((told[0], told[1])) + 1;
        }

        // 30 ordered pairs, 1,000 each: 6 standard deviations are 187.
        Assert.Equal(30, pairs.Count);
        Assert.All(pairs.Values, count => Assert.InRange(count, 813, 1187));
    }

    [Fact]
    public void Who_does_not_announce_again_in_time_is_told_to_nobody_before_it_is_forgotten()
    {
        var store = Store();
        store.Announce(Target(1), V4(1, 1), isSeed: false, Start);
        store.Announce(Target(1), V4(2, 1), isSeed: false, Start);
        store.Announce(Target(1), V4(2, 1), isSeed: false, Start + TimeSpan.FromMinutes(30));
        Assert.Equal(2, Told(store, Target(1), Start + TimeSpan.FromMinutes(45), _chance).Count);
        Assert.Equal([V4(2, 1)], Told(store, Target(1), Start + TimeSpan.FromMinutes(46), _chance));
        Assert.Empty(Told(store, Target(1), Start + TimeSpan.FromMinutes(76), _chance));
        Assert.False(store.Fill(Target(1), new BloomFilter(new byte[256]), new BloomFilter(new byte[256]), Start + TimeSpan.FromMinutes(76)));
        Assert.Equal(2, store.CountOf(Target(1)));
        store.Expire(Start + TimeSpan.FromMinutes(46));
        Assert.Equal((1, 1), (store.CountOf(Target(1)), store.HashCount));
        store.Expire(Start + TimeSpan.FromMinutes(76));
        Assert.Equal((0, 0), (store.CountOf(Target(1)), store.HashCount));
    }

    [Fact]
    public void Looking_for_old_peers_takes_a_little_at_a_time_and_comes_to_all()
    {
        var store = Store();
        for (var i = 0; i < 1500; i++)
        {
            for (var peer = 0; peer < 10; peer++)
            {
                Assert.True(store.Announce(Target(i + 1), V4(i * 10 + peer, 1), isSeed: false, Start));
            }
        }

        var calls = 0;
        for (var later = Start + TimeSpan.FromHours(1); store.PeerCount > 0; calls++)
        {
            var before = store.PeerCount;
            store.Expire(later);
            Assert.InRange(before - store.PeerCount, 1, Limits.ExpiryLooks);
        }

        Assert.InRange(calls, 15, 18);
        Assert.Equal(0, store.HashCount);
    }

    [Fact]
    public void A_peer_is_its_address_and_changes_its_port_and_becomes_a_seed()
    {
        var store = Store();
        Assert.True(store.Announce(Target(1), V4(1, 1, port: 100), isSeed: false, Start));
        Assert.True(store.Announce(Target(1), V4(1, 1, port: 200), isSeed: true, Start));
        Assert.Equal([V4(1, 1, port: 200)], Told(store, Target(1), Start, _chance));
        Assert.Equal([new StoredHash(Target(1), 1, 1)], store.List());
        Assert.Empty(Told(store, Target(1), Start, _chance, noSeeds: true));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("192.168.1.7")]
    [InlineData("[::1]")]
    [InlineData("[fd00::7]")]
    public void Peers_of_one_machine_or_network_are_told_apart_by_their_ports_and_none_is_too_many(string address)
    {
        var store = Store();
        for (var port = 1; port <= 500; port++)
        {
            Assert.True(store.Announce(Target(1), At($"{address}:{port}"), isSeed: false, Start));
            Assert.True(store.Announce(Target(1 + port), At($"{address}:7"), isSeed: false, Start));
        }

        Assert.Equal((500, 501), (store.CountOf(Target(1)), store.HashCount));
    }

    [Fact]
    public void Nobody_listens_on_port_zero()
    {
        var store = Store();
        Assert.False(store.Announce(Target(1), V4(1, 1, port: 0), isSeed: false, Start));
        Assert.True(store.Announce(Target(1), V4(1, 1, port: 5), isSeed: false, Start));
        Assert.False(store.Announce(Target(1), V4(1, 1, port: 0), isSeed: false, Start));
        Assert.Equal([V4(1, 1, port: 5)], Told(store, Target(1), Start, _chance));
    }

    [Fact]
    public void A_full_hash_takes_nobody_else_and_gives_a_token_to_those_who_are_in_it_until_some_are_too_old()
    {
        var store = Store();
        for (var i = 0; i < 500; i++)
        {
            Assert.True(store.Announce(Target(1), V4(i, 1), isSeed: false, Start + TimeSpan.FromSeconds(i)));
        }

        var now = Start + TimeSpan.FromMinutes(45);
        Assert.False(store.Accepts(Target(1), V4(500, 1), now));
        Assert.False(store.Announce(Target(1), V4(500, 1), isSeed: false, now));
        Assert.True(store.Accepts(Target(1), V4(3, 1, port: 9), now));
        Assert.True(store.Accepts(Target(2), V4(500, 1), now));
        now += TimeSpan.FromSeconds(1);
        Assert.True(store.Accepts(Target(1), V4(500, 1), now));
        Assert.True(store.Announce(Target(1), V4(500, 1), isSeed: false, now));
        Assert.False(store.Accepts(Target(1), V4(501, 1), now));
        Assert.Equal(500, store.CountOf(Target(1)));
    }

    [Fact]
    public void A_full_store_gives_up_the_farthest_hash_with_the_fewest_peers()
    {
        var store = Store(new PeerStoreOptions { Hashes = 3 });
        Fill(store, Target(1, sharedBits: 3), peers: 1, firstNetwork: 0);
        Fill(store, Target(2, sharedBits: 1), peers: 20, firstNetwork: 100);
        Fill(store, Target(3, sharedBits: 2), peers: 1, firstNetwork: 200);
        Assert.False(store.Announce(Target(4, sharedBits: 2), V4(300, 1), isSeed: false, Start));
        Assert.True(store.Announce(Target(5, sharedBits: 4), V4(301, 1), isSeed: false, Start));
        Assert.Equal([1, 20, 0, 0, 1], Enumerable.Range(1, 5).Select(i => store.CountOf(Target(i, sharedBits: i switch { 1 => 3, 2 => 1, 3 or 4 => 2, _ => 4 }))));
        Assert.Equal((1L, 1L), (store.Evicted, store.Refused));
    }

    private static void Fill(PeerStore store, NodeId target, int peers, int firstNetwork)
    {
        for (var i = 0; i < peers; i++)
        {
            Assert.True(store.Announce(target, V4(firstNetwork + i, 1), isSeed: false, Start));
        }
    }
}
