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

    /// <summary>bandwidth × (2 × delay + half a second), within a fifth.</summary>
    [Theory]
    [InlineData(1_000_000, 20)]
    [InlineData(10_000_000, 50)]
    [InlineData(20_000_000, 200)]
    public void It_settles_at_bandwidth_times_delay_and_half_a_second(double bandwidth, int delayMs)
    {
        var window = new RequestWindow { Most = 2000 };
        Simulate(window, bandwidth, TimeSpan.FromMilliseconds(delayMs), seconds: 20);
        var expected = bandwidth * ((2 * delayMs / 1000.0) + 0.5) / Block;
        Assert.InRange(window.Size, Math.Max(8, 0.8 * expected), 1.2 * expected + 8);
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

    /// <summary>A peer that sends one block after the other at its bandwidth, the first of them after the delay.</summary>
    private static void Simulate(RequestWindow window, double bandwidth, TimeSpan delay, int seconds)
    {
        var perBlock = TimeSpan.FromSeconds(Block / bandwidth);
        var (now, free) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        var flying = new Queue<(TimeSpan SentAt, TimeSpan ArrivesAt)>();
        var end = now + TimeSpan.FromSeconds(seconds);
        while (now < end)
        {
            while (flying.Count < Math.Min(window.Size, window.Most))
            {
                free = (free > now + delay ? free : now + delay) + perBlock;
                flying.Enqueue((now, free));
            }

            var (sentAt, arrivesAt) = flying.Dequeue();
            now = arrivesAt;
            window.OnBlock(Block, sentAt, now);
        }
    }
}
