namespace Shoal.Net.Rates;

/// <summary>
/// A token bucket, of which only the moment is kept at which all that was taken is paid for (the generic cell rate algorithm of ITU-T I.371): who was never seen and who has paid for all are the same.
/// </summary>
/// <param name="perSecond">What comes back each second, at least 1.</param>
/// <param name="burst">What may be taken at once by who has paid for all.</param>
public readonly struct Pace(long perSecond, long burst)
{
    private readonly long _depth = CostOf(burst, perSecond);

    /// <summary>Takes what is there; false, and nothing is taken, where it is too little.</summary>
    /// <param name="paid">The moment in ticks, zero at first.</param>
    /// <param name="amount">What is wanted.</param>
    /// <param name="now">The moment that it is, in ticks.</param>
    /// <param name="left">What must be left behind.</param>
    public bool TryTake(ref long paid, long amount, long now, long left = 0)
    {
        if (Wait(paid, amount, now, left) > 0)
        {
            return false;
        }

        Take(ref paid, amount, now);
        return true;
    }

    /// <summary>Takes it whatever there is: what comes next waits the longer.</summary>
    public void Take(ref long paid, long amount, long now) => paid = Math.Max(paid, now) + CostOf(amount, perSecond);

    /// <summary>Ticks until so much may be taken; zero or less: now.</summary>
    public long Wait(long paid, long amount, long now, long left = 0) => Math.Max(paid, now) + CostOf(amount, perSecond) + CostOf(left, perSecond) - now - _depth;

    /// <summary>Who has paid up to later than this has not one left.</summary>
    public long Exhausted(long now) => now + _depth - CostOf(1, perSecond);

    /// <summary>Rounded up: never more than the rate.</summary>
    private static long CostOf(long amount, long perSecond) => (amount * TimeSpan.TicksPerSecond + perSecond - 1) / perSecond;
}
