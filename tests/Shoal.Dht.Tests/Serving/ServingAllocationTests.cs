using Shoal.Dht.Serving;
using Shoal.Runtime;
using Shoal.TrackerServer.Tests;
using static Shoal.Dht.Tests.Serving.ServingDesk;

namespace Shoal.Dht.Tests.Serving;

public sealed class ServingAllocationTests
{
    [Fact]
    public void Nothing_is_allocated_for_a_known_peer_s_announce_nor_for_what_is_told_of_a_hash()
    {
        var store = Store();
        for (var i = 0; i < 500; i++)
        {
            store.Announce(Target(1 + i % 7), V4(i, 1), isSeed: i % 3 == 0, Start);
        }

        var (chance, peers, seeds, others) = (new SeededChance(1), new Endpoint[100], new byte[BloomFilter.Length], new byte[BloomFilter.Length]);
        Assert.Equal(0, Garbage.Least(5, () =>
        {
            for (var i = 0; i < 500; i++)
            {
                store.Announce(Target(1 + i % 7), V4(i, 1), isSeed: i % 3 == 0, Start);
                store.Sample(Target(1 + i % 7), noSeeds: i % 2 == 0, chance, peers, Start);
                store.Fill(Target(1 + i % 7), new BloomFilter(seeds), new BloomFilter(others), Start);
                store.Accepts(Target(1 + i % 7), V4(i + 1, 1), Start);
                store.Expire(Start);
            }
        }));
    }

    [Fact]
    public void Nothing_is_allocated_for_a_token_nor_for_a_filter()
    {
        var (tokens, token, filter) = (ServingDesk.Tokens(), new byte[Dht.Serving.Tokens.Length], new byte[BloomFilter.Length]);
        Assert.Equal(0, Garbage.Least(5, () =>
        {
            for (var i = 0; i < 500; i++)
            {
                tokens.Write(token, V4(i, 1), Target(1), Start);
                tokens.IsValid(token, V4(i, 1), Target(1), Start);
                new BloomFilter(filter).Insert(V4(i, 1));
            }
        }));
    }
}
