using Shoal.Net.Rates;

namespace Shoal.Dht.Rates;

/// <summary>
/// How many queries may leave, for all nodes of a client together: a home router keeps an entry of its table for half a minute for each address that we ask.
/// </summary>
/// <param name="perSecond">Queries a second.</param>
/// <param name="burst">Queries at once after a rest.</param>
internal sealed class QueryBudget(int perSecond, int burst)
{
    private readonly Pace _pace = new(perSecond, burst);
    private long _paid;

    /// <summary>Takes one query; false where it has to wait.</summary>
    public bool TryTake(TimeSpan now) => _pace.TryTake(ref _paid, 1, now.Ticks);

    /// <summary>Takes one whatever there is; the next wait the longer.</summary>
    public void Take(TimeSpan now) => _pace.Take(ref _paid, 1, now.Ticks);

    /// <summary>How long until the next may leave.</summary>
    public TimeSpan Wait(TimeSpan now) => TimeSpan.FromTicks(Math.Max(0, _pace.Wait(_paid, 1, now.Ticks)));
}
