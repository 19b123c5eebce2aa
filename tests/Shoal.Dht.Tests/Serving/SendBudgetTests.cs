using Shoal.Dht.Serving;
using static Shoal.Dht.Tests.Serving.ServingDesk;

namespace Shoal.Dht.Tests.Serving;

public sealed class SendBudgetTests
{
    [Fact]
    public void Bytes_are_the_burst_and_then_the_rate()
    {
        var budget = new SendBudget(perSecond: 10_000);
        Assert.Equal(30_000, Sent(budget, isProven: true, Start));
        Assert.Equal(0, Sent(budget, isProven: true, Start));
        Assert.Equal(5_000, Sent(budget, isProven: true, Start + TimeSpan.FromSeconds(0.5)));
        Assert.Equal(30_000, Sent(budget, isProven: true, Start + TimeSpan.FromSeconds(9)));
    }

    [Fact]
    public void Strangers_however_many_leave_a_part_to_those_who_are_proven()
    {
        var budget = new SendBudget(perSecond: 10_000);
        Assert.Equal(20_000, Sent(budget, isProven: false, Start));
        Assert.Equal(10_000, Sent(budget, isProven: true, Start));
        // What comes back is for the proven first.
        Assert.Equal(0, Sent(budget, isProven: false, Start + TimeSpan.FromSeconds(1)));
        Assert.Equal(10_000, Sent(budget, isProven: true, Start + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_reply_is_sent_whole_or_not_at_all()
    {
        var budget = new SendBudget(perSecond: 100);
        Assert.True(budget.TryTake(250, isProven: true, Start));
        Assert.False(budget.TryTake(51, isProven: true, Start));
        Assert.True(budget.TryTake(50, isProven: true, Start));
    }

    [Fact]
    public void Zero_is_no_limit() => Assert.True(Enumerable.Range(0, 1000).All(_ => new SendBudget(0).TryTake(1_000_000, isProven: false, Start)));

    private static int Sent(SendBudget budget, bool isProven, TimeSpan now) => 100 * Enumerable.Range(0, 1000).Count(_ => budget.TryTake(100, isProven, now));
}
