using Shoal.Client.Pieces;
using Shoal.Runtime;

namespace Shoal.Client.Tests.Pieces;

public sealed class MemoryBudgetTests
{
    [Fact]
    public void It_promises_all_or_nothing_and_never_more_than_there_is()
    {
        var budget = new MemoryBudget(10);
        Assert.True(budget.TryReserve(7));
        Assert.False(budget.TryReserve(4));
        Assert.Equal(7, budget.Used);
        Assert.True(budget.TryReserve(3));
        budget.Release(10);
        Assert.Throws<InvariantException>(() => budget.Release(1));
    }

    [Fact]
    public async Task Threads_together_get_no_more_than_there_is()
    {
        const int Slots = 10;
        var budget = new MemoryBudget(Slots);
        var (held, most) = (0, 0);
        var threads = Enumerable.Range(0, 4).Select(seed => Task.Run(() =>
        {
            var chance = new Random(seed);
            for (var i = 0; i < 50_000; i++)
            {
                var count = chance.Next(1, 5);
                if (budget.TryReserve(count))
                {
                    InterlockedMax(ref most, Interlocked.Add(ref held, count));
                    Interlocked.Add(ref held, -count);
                    budget.Release(count);
                }
            }
        }));
        await Task.WhenAll(threads);
        Assert.Equal(0, budget.Used);
        Assert.InRange(most, 1, Slots);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
