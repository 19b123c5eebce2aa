using Shoal.Runtime;
using Shoal.Trackers.Messages;
using Shoal.TrackerServer.Snapshots;
using Shoal.TrackerServer.Tests.Swarms;

namespace Shoal.TrackerServer.Tests.Snapshots;

public sealed class SnapshotFormatTests
{
    private static readonly DateTimeOffset Wall = DateTimeOffset.UnixEpoch.AddYears(56);

    [Fact]
    public void A_tracker_that_starts_again_knows_its_swarms()
    {
        var desk = Filled();
        var again = new StoreDesk(seed: 2) { Now = TimeSpan.FromSeconds(3) };
        Assert.True(SnapshotFormat.TryRead(new MemoryStream(Written(desk)), again.Store, again.Now, Wall, out var reason), reason);
        Assert.Equal((desk.Store.CountPeers(), desk.Store.Usage.Swarms, desk.Store.Usage.Peers), (again.Store.CountPeers(), again.Store.Usage.Swarms, again.Store.Usage.Peers));
        for (var torrent = 0; torrent < 60; torrent++)
        {
            Assert.Equal(desk.Store.Scrape(StoreDesk.Torrent(torrent)), again.Store.Scrape(StoreDesk.Torrent(torrent)));
        }

        // The same peers: each may leave, which only it can.
        for (var i = 0; i < 900; i++)
        {
            again.Announce(TorrentOf(i), PeerOf(i), i, isSeed: false, what: AnnounceEvent.Stopped);
        }

        Assert.Equal(0, again.Store.Usage.Peers);
    }

    [Fact]
    public void Who_was_silent_goes_on_being_silent_while_the_tracker_is_away()
    {
        var desk = new StoreDesk();
        desk.Announce(1, StoreDesk.V4(1, 1), 1, isSeed: true);
        desk.Now += TimeSpan.FromMinutes(20);
        desk.Announce(1, StoreDesk.V4(2, 1), 2, isSeed: true);
        var bytes = Written(desk);
        var again = new StoreDesk(seed: 2);
        Assert.True(SnapshotFormat.TryRead(new MemoryStream(bytes), again.Store, again.Now, Wall.AddMinutes(30), out _));
        Assert.Equal(2, again.Store.Usage.Peers);
        again.Now += TimeSpan.FromMinutes(11);
        again.Sweep();
        Assert.Equal(1, again.Store.Usage.Peers);
        var late = new StoreDesk(seed: 2);
        Assert.True(SnapshotFormat.TryRead(new MemoryStream(bytes), late.Store, late.Now, Wall.AddMinutes(50), out _));
        Assert.Equal(1, late.Store.Usage.Peers);
    }

    [Fact]
    public void A_damaged_snapshot_is_refused_with_a_reason()
    {
        var bytes = Written(Filled());
        var chance = new SeededChance(1);
        for (var i = 0; i < 200; i++)
        {
            var damaged = bytes.ToArray();
            damaged[chance.Below(damaged.Length)] ^= (byte)(1 << chance.Below(8));
            var cut = i % 2 == 0 ? damaged : bytes[..chance.Below(bytes.Length)];
            Assert.False(SnapshotFormat.TryRead(new MemoryStream(cut), new StoreDesk().Store, TimeSpan.Zero, Wall, out var reason));
            Assert.NotNull(reason);
        }
    }

    private static StoreDesk Filled()
    {
        var desk = new StoreDesk();
        for (var i = 0; i < 900; i++)
        {
            desk.Announce(TorrentOf(i), PeerOf(i), i, isSeed: i % 4 == 0, what: i % 8 == 0 ? AnnounceEvent.Completed : AnnounceEvent.Started);
        }

        desk.Announce(59, StoreDesk.V4(1, 1), 1, isSeed: true, what: AnnounceEvent.Completed);
        desk.Announce(59, StoreDesk.V4(1, 1), 1, isSeed: true, what: AnnounceEvent.Stopped);
        return desk;
    }

    private static byte[] Written(StoreDesk desk)
    {
        var bytes = new List<byte>();
        foreach (var part in SnapshotFormat.Write(desk.Store, desk.Now, Wall))
        {
            bytes.AddRange(part.Span);
        }

        return [.. bytes];
    }

    private static int TorrentOf(int peer) => peer < 500 ? 0 : peer % 50;

    private static Endpoint PeerOf(int number) => number % 3 == 0 ? StoreDesk.V6(number, 5) : StoreDesk.V4(number, 5);
}
