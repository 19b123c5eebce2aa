using Shoal.Dht.Serving;
using Shoal.Runtime;
using static Shoal.Dht.Tests.Serving.ServingDesk;

namespace Shoal.Dht.Tests.Serving;

/// <summary>Strangers who announce in order to push out what others announced.</summary>
public sealed class StorageExhaustionTests
{
    private readonly PeerStore _store = Store();

    [Fact]
    public void Storage_exhaustion_from_few_addresses_pushes_out_nobody()
    {
        AnnounceHonestHashes(Limits.Hashes);
        // 256 networks, each with a hundred addresses, and hashes next to this node's id.
        for (var i = 0; i < 256 * 100; i++)
        {
            _store.Announce(Target(1_000_000 + i, sharedBits: 100), V4(100_000 + i % 256, i / 256 % 256), isSeed: false, Start);
        }

        Assert.InRange(HonestHashes(Limits.Hashes), Limits.Hashes - (3 * 256), Limits.Hashes);
    }

    [Fact]
    public void Storage_filled_beforehand_from_few_addresses_keeps_out_nobody()
    {
        for (var i = 0; i < 256 * 100; i++)
        {
            _store.Announce(Target(1_000_000 + i, sharedBits: 100), V4(100_000 + i % 256, i / 256 % 256), isSeed: false, Start);
        }

        Assert.Equal(Limits.Hashes, _store.HashCount);
        AnnounceHonestHashes(1000);
        Assert.Equal(1000, HonestHashes(1000));
    }

    [Fact]
    public void A_hash_filled_from_few_networks_takes_others_still()
    {
        for (var i = 0; i < 15 * 256; i++)
        {
            _store.Announce(Target(1), V4(100_000 + i / 256, i % 256), isSeed: false, Start);
        }

        Assert.Equal(15 * Limits.PeersPerNetworkAndHash, _store.CountOf(Target(1)));
        Assert.True(_store.Announce(Target(1), V4(1, 1), isSeed: false, Start));
    }

    [Fact]
    public void A_site_with_65536_networks_of_IPv6_is_one_announcer()
    {
        for (var i = 0; i < 65_536; i++)
        {
            _store.Announce(Target(1 + i), V6(site: 7, network: i, host: 1), isSeed: false, Start);
        }

        Assert.Equal(Limits.PeersPerNetwork, _store.HashCount);
        Assert.False(_store.Accepts(Target(100_000), V6(site: 7, network: 1, host: 2), Start));
        Assert.True(_store.Accepts(Target(100_000), V6(site: 8, network: 1, host: 2), Start));
    }

    [Fact]
    public void A_network_has_room_again_when_its_peers_are_forgotten()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(i < Limits.PeersPerNetwork, _store.Announce(Target(1 + i), V4(1, i), isSeed: false, Start));
        }

        var later = Start + Limits.PeerExpiry + TimeSpan.FromSeconds(1);
        _store.Expire(later);
        Assert.True(_store.Announce(Target(1000), V4(1, 1), isSeed: false, later));
    }

    [Fact]
    public void An_idle_store_costs_next_to_nothing()
    {
        var least = Shoal.TrackerServer.Tests.Garbage.Least(5, () => GC.KeepAlive(Store()));
        Assert.InRange(least, 1, 600);
    }

    private void AnnounceHonestHashes(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True(_store.Announce(Target(1 + i), V4(i, 1), isSeed: false, Start));
        }
    }

    private int HonestHashes(int count) => Enumerable.Range(1, count).Count(i => _store.CountOf(Target(i)) > 0);
}
