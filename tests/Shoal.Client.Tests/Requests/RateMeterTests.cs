using Shoal.Client.Requests;

namespace Shoal.Client.Tests.Requests;

public sealed class RateMeterTests
{
    [Fact]
    public void A_steady_rate_is_shown_at_once_and_a_change_within_some_ten_seconds()
    {
        var (meter, total) = (new RateMeter(), 0L);
        for (var i = 0; i < 5; i++)
        {
            meter.Tick(total += 2000, TimeSpan.FromSeconds(2));
            Assert.Equal(1000, meter.PerSecond, 6);
        }

        for (var i = 0; i < 10; i++)
        {
            meter.Tick(total, TimeSpan.FromSeconds(1));
        }

        Assert.InRange(meter.PerSecond, 0, 50);
    }
}
