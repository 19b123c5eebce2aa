namespace Shoal.Dht.Calls;

/// <summary>
/// How many queries may leave, for all nodes of a client together: a home router keeps an entry of its table for half a minute for each address that we ask.
/// </summary>
/// <param name="perSecond">Queries a second.</param>
/// <param name="burst">Queries at once after a rest.</param>
internal sealed class QueryBudget(int perSecond, int burst)
{
    private readonly TimeSpan _each = TimeSpan.FromSeconds(1) / perSecond;

    /// <summary>When all queries so far will have been paid for.</summary>
    private TimeSpan _paid;

    /// <summary>Takes one query; false where it has to wait.</summary>
    public bool TryTake(TimeSpan now)
    {
        var isFree = Wait(now) == TimeSpan.Zero;
        if (isFree)
        {
            Take(now);
        }

        return isFree;
    }

    /// <summary>Takes one whatever there is; the next wait the longer.</summary>
    public void Take(TimeSpan now) => _paid = (_paid > now ? _paid : now) + _each;

    /// <summary>How long until the next may leave.</summary>
    public TimeSpan Wait(TimeSpan now) => _paid + _each - (now + (_each * burst)) is { Ticks: > 0 } wait ? wait : TimeSpan.Zero;
}
