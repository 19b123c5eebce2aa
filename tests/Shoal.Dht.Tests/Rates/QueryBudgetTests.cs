using Shoal.Dht.Rates;

namespace Shoal.Dht.Tests.Rates;

public class QueryBudgetTests
{
    private static readonly TimeSpan Start = TimeSpan.FromHours(3);

    [Fact]
    public void After_a_rest_the_burst_may_leave_and_then_the_rate()
    {
        var budget = new QueryBudget(perSecond: 10, burst: 30);
        Assert.Equal(30, Taken(budget, Start));
        Assert.Equal(0, Taken(budget, Start + TimeSpan.FromSeconds(0.09)));
        Assert.Equal(1, Taken(budget, Start + TimeSpan.FromSeconds(0.1)));
        Assert.Equal(10, Taken(budget, Start + TimeSpan.FromSeconds(1.1)));
        Assert.Equal(30, Taken(budget, Start + TimeSpan.FromHours(1)));
    }

    [Fact]
    public void The_wait_ends_when_the_next_may_leave_and_no_sooner()
    {
        var budget = new QueryBudget(perSecond: 10, burst: 2);
        Assert.Equal(TimeSpan.Zero, budget.Wait(Start));
        Assert.Equal(2, Taken(budget, Start));
        Assert.Equal(TimeSpan.FromSeconds(0.1), budget.Wait(Start));
        Assert.Equal(TimeSpan.FromSeconds(0.04), budget.Wait(Start + TimeSpan.FromSeconds(0.06)));
        Assert.False(budget.TryTake(Start + TimeSpan.FromSeconds(0.0999)));
        Assert.True(budget.TryTake(Start + TimeSpan.FromSeconds(0.1)));
    }

    [Fact]
    public void What_is_taken_beyond_it_is_paid_for_later()
    {
        var budget = new QueryBudget(perSecond: 10, burst: 5);
        for (var i = 0; i < 25; i++)
        {
            budget.Take(Start);
        }

        Assert.Equal(0, Taken(budget, Start + TimeSpan.FromSeconds(2)));
        Assert.Equal(1, Taken(budget, Start + TimeSpan.FromSeconds(2.1)));
    }

    private static int Taken(QueryBudget budget, TimeSpan now) => Enumerable.Range(0, 100).Count(_ => budget.TryTake(now));
}
