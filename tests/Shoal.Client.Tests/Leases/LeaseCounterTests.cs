using Shoal.Client.Leases;
using Shoal.Runtime;

namespace Shoal.Client.Tests.Leases;

public sealed class LeaseCounterTests
{
    [Fact]
    public void It_gives_no_more_than_there_are_and_takes_none_back_that_it_did_not_give()
    {
        var counter = new LeaseCounter(2);
        Assert.True(counter.TryTake());
        Assert.True(counter.TryTake());
        Assert.False(counter.TryTake());
        counter.Most = 1;
        counter.Give();
        Assert.False(counter.TryTake());
        counter.Give();
        Assert.True(counter.TryTake());
        counter.Give();
        Assert.Throws<InvariantException>(() => counter.Give());
    }

    [Fact]
    public async Task Threads_together_get_no_more_than_there_are()
    {
        var counter = new LeaseCounter(3);
        var (held, tooMany) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 50_000; i++)
            {
                if (counter.TryTake())
                {
                    if (Interlocked.Increment(ref held) > 3)
                    {
                        Interlocked.Increment(ref tooMany);
                    }

                    Interlocked.Decrement(ref held);
                    counter.Give();
                }
            }
        })));
        Assert.Equal((0, 0), (counter.Used, tooMany));
    }

    [Fact]
    public void A_dial_takes_both_leases_or_none()
    {
        var leases = new ClientLeases(TimeProvider.System) { Connections = new LeaseCounter(1), HalfOpen = new LeaseCounter(5) };
        Assert.True(leases.TryTakeDial());
        Assert.False(leases.TryTakeDial());
        Assert.Equal(1, leases.HalfOpen.Used);
        leases.GiveDial();
        Assert.Equal((0, 0), (leases.Connections.Used, leases.HalfOpen.Used));
    }
}
