namespace Shoal.Net.Rates;

/// <summary>
/// A rate, shared by any threads without a lock. Bytes are booked one after the other on a line of time (the generic cell rate
/// algorithm of ITU-T I.371), and each booking is told how long until its turn. So nobody polls, and whoever books again only
/// after its turn shares the rate evenly with all others that do the same.
/// <code>
///        now                                   full again
///   ──────┼──── depth ────┼──── booked, waits ────┼──► time
/// </code>
/// </summary>
public sealed class TokenBucket
{
    private readonly TimeProvider _time;

    /// <summary>Bytes a second; 0: no limit.</summary>
    private long _rate;

    /// <summary>The timestamp at which all that is booked will have been paid for.</summary>
    private long _paid;

    /// <summary>A full bucket.</summary>
    /// <param name="time">Its timestamps count.</param>
    /// <param name="bytesPerSecond">At least 1; null: no limit.</param>
    public TokenBucket(TimeProvider time, long? bytesPerSecond)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _rate = Checked(bytesPerSecond);
        _paid = time.GetTimestamp();
    }

    /// <summary>Bytes a second; null: no limit. A change empties the bucket, so that it brings no burst.</summary>
    public long? Rate
    {
        get => Volatile.Read(ref _rate) is > 0 and var rate ? rate : null;
        set
        {
            var rate = Checked(value);
            Volatile.Write(ref _rate, rate);
            Interlocked.Exchange(ref _paid, _time.GetTimestamp() + (rate > 0 ? Depth(rate) : 0));
        }
    }

    /// <summary>Books bytes; returns after how long they may be used, zero: at once.</summary>
    public TimeSpan Book(int bytes)
    {
        while (true)
        {
            var seen = Volatile.Read(ref _paid);
            if (Volatile.Read(ref _rate) is not (> 0 and var rate))
            {
                return TimeSpan.Zero;
            }

            var now = _time.GetTimestamp();
            var paid = Math.Max(seen, now) + Cost(bytes, rate);
            if (Interlocked.CompareExchange(ref _paid, paid, seen) == seen)
            {
                return ToTimeSpan(paid - Depth(rate) - now);
            }
        }
    }

    /// <summary>Takes back a booking, or a part of one, that was not used.</summary>
    public void GiveBack(int bytes)
    {
        if (Volatile.Read(ref _rate) is > 0 and var rate)
        {
            Interlocked.Add(ref _paid, -Cost(bytes, rate));
        }
    }

    private static long Checked(long? bytesPerSecond)
    {
        if (bytesPerSecond is { } rate)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate, nameof(bytesPerSecond));
        }

        return bytesPerSecond ?? 0;
    }

    /// <summary>Rounded up: never more than the rate.</summary>
    private long Cost(int bytes, long rate) => (bytes * _time.TimestampFrequency + rate - 1) / rate;

    private long Depth(long rate) => Math.Max(Cost(Limits.RateBlock, rate), (long)(Limits.RateDepth.TotalSeconds * _time.TimestampFrequency));

    private TimeSpan ToTimeSpan(long timestamps) => timestamps <= 0
        ? TimeSpan.Zero
        : TimeSpan.FromTicks((long)Math.Ceiling(timestamps * ((double)TimeSpan.TicksPerSecond / _time.TimestampFrequency)));
}
