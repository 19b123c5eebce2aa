using Shoal.Client.Events;
using Shoal.Runtime;

namespace Shoal.Client.Tests.Events;

public sealed class EventQueueTests
{
    private static readonly Endpoint Remote = Endpoint.FromBytes([10, 0, 0, 1], 6881);

    [Fact]
    public async Task Pieces_in_a_row_are_one_event_and_only_the_last_of_statuses_in_a_row_is_kept()
    {
        var queue = new EventQueue();
        queue.Offer(new StatusChanged(null!, TorrentStatus.Checking, null));
        queue.Offer(new StatusChanged(null!, TorrentStatus.Downloading, null));
        queue.Offer(new PiecesVerified(null!, 1));
        queue.Offer(new PiecesVerified(null!, 2));
        queue.Offer(new PeerConnected(null!, Remote));
        queue.Offer(new PiecesVerified(null!, 1));
        Assert.Equal(
            [new StatusChanged(null!, TorrentStatus.Downloading, null), new PiecesVerified(null!, 3), new PeerConnected(null!, Remote), new PiecesVerified(null!, 1)],
            await ReadAllAsync(queue));
    }

    [Fact]
    public async Task What_finds_no_room_is_counted_in_a_gap_where_it_is_missing()
    {
        var queue = new EventQueue();
        for (var i = 0; i < 300; i++)
        {
            queue.Offer(i % 2 == 0 ? new PeerConnected(null!, Remote) : new PeerLeft(null!, Remote, "gone"));
        }

        // Once something is missing nothing is let in behind it until the reader has been told.
        Assert.IsType<PeerConnected>(await queue.ReadAsync(default));
        queue.Offer(new PeerConnected(null!, Remote));
        var rest = await ReadAllAsync(queue);
        Assert.Equal(256, rest.Count);
        Assert.Equal(new Gap(45), rest[^1]);
        Assert.DoesNotContain(rest.SkipLast(1), e => e is Gap);
    }

    [Fact]
    public async Task After_a_gap_events_come_again()
    {
        var queue = new EventQueue();
        for (var i = 0; i < 257; i++)
        {
            queue.Offer(new PeerConnected(null!, Remote));
        }

        for (var i = 0; i < 256; i++)
        {
            await queue.ReadAsync(default);
        }

        Assert.Equal(new Gap(1), await queue.ReadAsync(default));
        queue.Offer(new PeerLeft(null!, Remote, "gone"));
        Assert.Equal(new PeerLeft(null!, Remote, "gone"), await queue.ReadAsync(default));
    }

    [Fact]
    public async Task A_reader_that_waits_is_woken_by_an_event_and_by_the_end()
    {
        var queue = new EventQueue();
        var first = queue.ReadAsync(default).AsTask();
        Assert.False(first.IsCompleted);
        queue.Offer(new PiecesVerified(null!, 1));
        Assert.Equal(new PiecesVerified(null!, 1), await first.WaitAsync(TimeSpan.FromSeconds(30)));
        var second = queue.ReadAsync(default).AsTask();
        queue.Close();
        Assert.Null(await second.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private static async Task<List<TorrentEvent>> ReadAllAsync(EventQueue queue)
    {
        queue.Close();
        var read = new List<TorrentEvent>();
        while (await queue.ReadAsync(default) is { } next)
        {
            read.Add(next);
        }

        return read;
    }
}
