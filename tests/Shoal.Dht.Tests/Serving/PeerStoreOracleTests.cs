using Shoal.Dht.Serving;
using Shoal.Runtime;
using static Shoal.Dht.Tests.Serving.ServingDesk;

namespace Shoal.Dht.Tests.Serving;

public sealed class PeerStoreOracleTests
{
    private static readonly ulong Runs = Environment.GetEnvironmentVariable("SHOAL_LONG") == "1" ? 400ul : 4ul;

    /// <summary>Few of everything, so that all of it is full again and again: hashes, networks, and networks in hashes.</summary>
    private static readonly PeerStoreOptions Small = new() { Hashes = 10, PeersPerHash = 12, PeersPerNetwork = 17, PeersPerNetworkAndHash = 4 };

    [Fact]
    public void Whatever_is_announced_the_store_holds_what_a_list_would()
    {
        var evictions = 0L;
        for (var seed = 1ul; seed <= Runs; seed++)
        {
            evictions += Run(new SeededChance(seed), isIPv4: seed % 4 != 0, seed);
        }

        Assert.InRange(evictions / (long)Runs, 20, 1500);
    }

    private static long Run(SeededChance chance, bool isIPv4, ulong seed)
    {
        var (store, model, now) = (Store(Small), new PeerStoreModel(Small), Start);
        var refused = 0;
        for (var i = 0; i < 2000; i++)
        {
            now += TimeSpan.FromSeconds(chance.Below(30));
            model.Forget(now);
            store.Expire(now);
            var target = Target(1 + chance.Below(14), sharedBits: chance.Below(4));
            var (network, host, port) = (chance.Below(chance.Below(2) == 0 ? 3 : 40), 1 + chance.Below(6), (ushort)(1 + chance.Below(3)));
            var peer = isIPv4 ? V4(network, host, port) : V6(network, chance.Below(2), host, port);
            var isSeed = chance.Below(3) == 0;
            var isTaken = model.Announce(target, peer, isSeed, now, out var least);
            var evicted = store.Evicted;
            Assert.True(isTaken == store.Announce(target, peer, isSeed, now), $"seed {seed}, step {i}");
            refused += isTaken ? 0 : 1;
            Assert.Equal(isTaken && least.Count > 0, store.Evicted == evicted + 1);
            if (store.Evicted > evicted)
            {
                model.Evict(Assert.Single(least, hash => store.CountOf(hash) == 0));
            }

            Assert.Equal((model.Hashes.Count(), model.Count, (long)refused), (store.HashCount, store.PeerCount, store.Refused));
            Compare(store, model, target, now, chance);
        }

        Assert.Equal(model.Hashes.Order(ById).Select(hash => new StoredHash(hash, model.Of(hash).Count, model.Of(hash).Count(entry => entry.IsSeed))), store.List().OrderBy(stored => stored.Hash, ById));
        Assert.InRange(refused, 50, 1800);
        store.Expire(now + Small.Expiry + TimeSpan.FromSeconds(1));
        Assert.Equal((0, 0), (store.HashCount, store.PeerCount));
        return store.Evicted;
    }

    private static void Compare(PeerStore store, PeerStoreModel model, NodeId target, TimeSpan now, SeededChance chance)
    {
        var expected = model.Of(target);
        Assert.Equal(expected.Count, store.CountOf(target));
        Assert.Equal(expected.Select(peer => peer.Peer).Order(), Told(store, target, now, chance).Order());
        Assert.Equal(expected.Where(peer => !peer.IsSeed).Select(peer => peer.Peer).Order(), Told(store, target, now, chance, noSeeds: true).Order());
        var (seeds, others) = (new byte[BloomFilter.Length], new byte[BloomFilter.Length]);
        Assert.Equal(expected.Count > 0, store.Fill(target, new BloomFilter(seeds), new BloomFilter(others), now));
        var (wantedSeeds, wantedOthers) = (new byte[BloomFilter.Length], new byte[BloomFilter.Length]);
        expected.ForEach(peer => new BloomFilter(peer.IsSeed ? wantedSeeds : wantedOthers).Insert(peer.Peer));
        Assert.Equal(wantedSeeds, seeds);
        Assert.Equal(wantedOthers, others);
    }

    private static readonly Comparer<NodeId> ById = Comparer<NodeId>.Create((a, b) => Self.CompareDistance(a, b));
}
