using FsCheck;
using FsCheck.Fluent;
using Shoal.Net.Rates;
using Shoal.Runtime.Tests;
using Clock = Shoal.Runtime.Tests.ManualTime;

namespace Shoal.Net.Tests.Rates;

public sealed class RateLaneTests
{
    private const int Block = 16384;
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    [InlineData(12_345_678)]
    [InlineData(1_000_000_000)]
    public void Ten_seconds_bring_what_the_rate_says_within_two_percent(long rate)
    {
        var (loop, shared) = Limited(rate);
        var spender = new Spender(loop, Unlimited(loop), shared);
        loop.RunUntil(TimeSpan.FromSeconds(3));
        spender.Begin();
        loop.RunUntil(loop.Now + TenSeconds);
        Assert.InRange(spender.Total, (rate * 9.8) - Block, (rate * 10.2) + Block);
    }

    [Fact]
    public void A_kibibyte_a_second_passes_a_block_every_sixteen_seconds()
    {
        var (loop, shared) = Limited(1024);
        var spender = new Spender(loop, Unlimited(loop), shared);
        spender.Begin();
        loop.RunUntil(TimeSpan.FromSeconds(161));
        Assert.Equal(Enumerable.Range(0, 11).Select(i => 16.0 * i), spender.Taken.Select(t => t.At));
    }

    /// <summary>Whatever is asked for and whenever: starting, pausing, blocks of any length, several lanes, late timers.</summary>
    [Fact]
    public void No_stretch_of_time_brings_more_than_the_rate_and_a_tenth_of_a_second_and_one_block_of_each_lane()
    {
        var cases = from rate in Gen.Choose(1_000, 20_000_000)
                    from ownRate in Gen.Choose(1_000, 20_000_000)
                    from seed in Gen.Choose(0, int.MaxValue)
                    select (rate, ownRate, seed);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (loop, shared) = Limited(c.rate);
            var chance = new Random(c.seed);
            var limited = new Spender(loop, new TokenBucket(loop.Clock, c.ownRate), shared, () => chance.Next(1, Block + 1));
            var free = new Spender(loop, Unlimited(loop), shared, () => chance.Next(1, Block + 1));
            for (var step = 0; step < 60; step++)
            {
                var spender = chance.Next(2) == 0 ? limited : free;
                if (chance.Next(3) == 0)
                {
                    spender.Pause();
                }
                else
                {
                    spender.Begin();
                }

                if (chance.Next(4) == 0)
                {
                    // A loop that was busy: timers come late.
                    loop.Clock.Advance(TimeSpan.FromMilliseconds(chance.Next(40)));
                    loop.Run();
                }
                else
                {
                    loop.RunUntil(loop.Now + TimeSpan.FromMilliseconds(chance.Next(300)));
                }
            }

            var both = limited.Taken.Concat(free.Taken).OrderBy(t => t.At).ToArray();
            // A lane that waits for its own rate may hold one block whose turn at the shared one has passed meanwhile.
            Assert.InRange(Spender.WorstBurst(both, c.rate), 0, (c.rate * 0.1) + (2 * Block) + 1);
            Assert.InRange(Spender.WorstBurst(limited.Taken, c.ownRate), 0, (c.ownRate * 0.1) + Block + 1);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Two_torrents_that_always_want_get_half_of_the_shared_rate_each()
    {
        foreach (var rate in new[] { 5_000L, 200_000, 50_000_000 })
        {
            var (loop, shared) = Limited(rate);
            var (a, b) = (new Spender(loop, Unlimited(loop), shared), new Spender(loop, Unlimited(loop), shared));
            a.Begin();
            loop.RunUntil(TimeSpan.FromMilliseconds(300));
            b.Begin();
            var (beforeA, beforeB) = (a.Total, b.Total);
            loop.RunUntil(loop.Now + TimeSpan.FromSeconds(60));
            Assert.InRange((a.Total - beforeA) / (double)(b.Total - beforeB), 0.9, 1.1);
            Assert.InRange(a.Total + b.Total, rate * 58, (rate * 62) + Block);
        }
    }

    /// <summary>Timers of a real loop are late and come together: the one armed first must not take what the others waited for.</summary>
    [Fact]
    public void Lanes_of_a_loop_that_is_always_late_share_evenly_all_the_same()
    {
        var (loop, shared) = Limited(10_000_000);
        var lanes = Enumerable.Range(0, 3).Select(_ => new Spender(loop, Unlimited(loop), shared)).ToArray();
        Array.ForEach(lanes, l => l.Begin());
        for (var i = 0; i < 1000; i++)
        {
            loop.Clock.Advance(TimeSpan.FromMilliseconds(20));
            for (var batch = 0; batch < 20; batch++)
            {
                loop.Run();
            }
        }

        Assert.All(lanes, l => Assert.InRange(l.Total, 10_000_000 * 20 / 3.3, 10_000_000 * 20 / 2.7));
    }

    [Fact]
    public void A_torrent_s_own_limit_leaves_the_rest_to_the_others()
    {
        var (loop, shared) = Limited(1_000_000);
        var slow = new Spender(loop, new TokenBucket(loop.Clock, 100_000), shared);
        var free = new Spender(loop, Unlimited(loop), shared);
        slow.Begin();
        free.Begin();
        loop.RunUntil(TenSeconds);
        Assert.InRange(slow.Total, 980_000, 1_020_000 + Block);
        Assert.InRange(free.Total, 8_800_000, 9_200_000);
        Assert.InRange(slow.Total + free.Total, 9_800_000, 10_200_000);
    }

    [Fact]
    public void A_limit_may_change_while_somebody_waits()
    {
        var (loop, shared) = Limited(1024);
        var spender = new Spender(loop, Unlimited(loop), shared);
        spender.Begin();
        loop.RunUntil(TimeSpan.FromSeconds(1));
        shared.Rate = 1_000_000;
        spender.Lane.Restart();
        loop.RunUntil(TimeSpan.FromSeconds(2));
        Assert.InRange(spender.Total, 900_000, 1_050_000);
        shared.Rate = null;
        spender.Pause();
        spender.Lane.Restart();
        loop.RunUntil(TimeSpan.FromSeconds(3));
        Assert.False(spender.Lane.IsWaiting);
        Assert.True(spender.Lane.TryTake(int.MaxValue));
    }

    [Fact]
    public void Who_leaves_gives_back_what_was_booked()
    {
        var (loop, shared) = Limited(16384);
        var (stays, leaves) = (new Spender(loop, Unlimited(loop), shared), new Spender(loop, Unlimited(loop), shared));
        stays.Begin();
        leaves.Begin();
        leaves.Lane.Close();
        loop.RunUntil(TimeSpan.FromSeconds(100.5));
        Assert.InRange(stays.Total / Block, 100, 101);
        Assert.Equal(0, leaves.Total);
    }

    private static (HandDrivenLoop Loop, TokenBucket Shared) Limited(long rate)
    {
        var clock = new Clock();
        return (new HandDrivenLoop(clock), new TokenBucket(clock, rate));
    }

    private static TokenBucket Unlimited(HandDrivenLoop loop) => new(loop.Clock, null);
}
