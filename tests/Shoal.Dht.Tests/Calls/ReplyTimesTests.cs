using Shoal.Dht.Calls;

namespace Shoal.Dht.Tests.Calls;

/// <summary>RFC 6298, with mean deviations as there.</summary>
public class ReplyTimesTests
{
    [Theory]
    [InlineData(1, 150)]
    [InlineData(300, 300)]
    [InlineData(60_000, 1500)]
    public void Steady_replies_bring_the_deadline_near_their_time_and_never_out_of_its_bounds(int milliseconds, int late)
    {
        var times = new ReplyTimes();
        Assert.Equal(600, times.Late.TotalMilliseconds);
        for (var i = 0; i < 500; i++)
        {
            times.Add(TimeSpan.FromMilliseconds(milliseconds));
            Assert.InRange(times.Late.TotalMilliseconds, 150, 1500);
        }

        Assert.Equal(late, times.Late.TotalMilliseconds, 1.0);
    }

    [Fact]
    public void Of_replies_that_vary_hardly_any_is_called_late()
    {
        var (times, random, late) = (new ReplyTimes(), new Random(1), 0);
        for (var i = 0; i < 10_000; i++)
        {
            var time = TimeSpan.FromMilliseconds(100 + random.Next(300));
            late += i > 100 && time > times.Late ? 1 : 0;
            times.Add(time);
        }

        // The mean is 250, the mean deviation 75: with two of them 400, as long as the slowest take.
        Assert.InRange(times.Late.TotalMilliseconds, 350, 450);
        Assert.InRange(late, 0, 500);
    }

    [Fact]
    public void One_slow_reply_changes_little()
    {
        var times = new ReplyTimes();
        for (var i = 0; i < 200; i++)
        {
            times.Add(TimeSpan.FromMilliseconds(50));
        }

        times.Add(TimeSpan.FromHours(1));
        Assert.InRange(times.Late.TotalMilliseconds, 150, 800);
    }
}
