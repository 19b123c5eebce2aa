using Shoal.Client.Requests;

namespace Shoal.Client.Tests.Requests;

public sealed class RequestWindowTests
{
    private const int Block = 16384;

    [Fact]
    public void It_doubles_each_round_trip_at_first()
    {
        var window = new RequestWindow { Most = 2000 };
        Assert.Equal(8, window.Size);
        var now = TimeSpan.FromSeconds(1);
        foreach (var expected in new[] { 16, 32, 64, 128, 256 })
        {
            var (blocks, sentAt) = (window.Size, now);
            now += TimeSpan.FromMilliseconds(100);
            for (var i = 0; i < blocks; i++)
            {
                window.OnBlock(Block, sentAt, now);
            }

            Assert.Equal(expected, window.Size);
        }
    }

    /// <summary>bandwidth × (2 × delay + 0.1 s) of a peer that sends evenly, within a fifth.</summary>
    [Theory]
    [InlineData(1_000_000, 20)]
    [InlineData(10_000_000, 50)]
    [InlineData(20_000_000, 200)]
    public void It_settles_at_bandwidth_times_delay_and_a_tenth_of_a_second(double bandwidth, int delayMs)
    {
        var window = new RequestWindow { Most = 2000 };
        Simulate(window, bandwidth, TimeSpan.FromMilliseconds(delayMs), seconds: 20);
        var expected = bandwidth * ((2 * delayMs / 1000.0) + 0.1) / Block;
        Assert.InRange(window.Size, Math.Max(8, 0.8 * expected), 1.2 * expected + 8);
    }

    /// <summary>A peer that pauses for a fifth of a second each second must find enough asked for when it goes on.</summary>
    [Fact]
    public void It_is_wider_where_the_peer_pauses()
    {
        var (even, pausing) = (new RequestWindow { Most = 2000 }, new RequestWindow { Most = 2000 });
        Simulate(even, 10_000_000, TimeSpan.FromMilliseconds(20), seconds: 20);
        Simulate(pausing, 10_000_000, TimeSpan.FromMilliseconds(20), seconds: 20, pause: TimeSpan.FromMilliseconds(200));
        Assert.InRange(pausing.Size, 1.5 * even.Size, 4.0 * even.Size);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(250)]
    [InlineData(500)]
    public void It_never_asks_for_more_than_the_peer_takes(int reqq)
    {
        var window = new RequestWindow { Most = reqq };
        Simulate(window, 100_000_000, TimeSpan.FromMilliseconds(300), seconds: 5);
        Assert.InRange(window.Size, 1, reqq);
    }

    [Fact]
    public void It_begins_anew_after_a_choke()
    {
        var window = new RequestWindow { Most = 2000 };
        Simulate(window, 10_000_000, TimeSpan.FromMilliseconds(50), seconds: 5);
        window.Restart();
        Assert.Equal(8, window.Size);
        window.OnBlock(Block, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(10));
        Assert.Equal(9, window.Size);
    }

    /// <summary>A peer that sends one block after the other at its bandwidth, the first of them after the delay, and pauses once a second.</summary>
    private static void Simulate(RequestWindow window, double bandwidth, TimeSpan delay, int seconds, TimeSpan pause = default)
    {
        var perBlock = TimeSpan.FromSeconds(Block / bandwidth);
        var (now, free) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        var flying = new Queue<(TimeSpan SentAt, TimeSpan ArrivesAt)>();
        var end = now + TimeSpan.FromSeconds(seconds);
        var nextPause = now;
        while (now < end)
        {
            while (flying.Count < Math.Min(window.Size, window.Most))
            {
                if (free > nextPause)
                {
                    free += pause;
                    nextPause = free + TimeSpan.FromSeconds(1);
                }

                free = (free > now + delay ? free : now + delay) + perBlock;
                flying.Enqueue((now, free));
            }

            var (sentAt, arrivesAt) = flying.Dequeue();
            now = arrivesAt;
            window.OnBlock(Block, sentAt, now);
        }
    }
}
