namespace Shoal.Dht.Calls;

/// <summary>
/// How long replies take, smoothed with its mean deviation as TCP does it (RFC 6298): so an answer is called late on a fast network
/// after a fraction of a second, and on a slow one after more.
/// </summary>
internal sealed class ReplyTimes
{
    private double _mean = Limits.LateAtFirst.TotalMilliseconds / 2;
    private double _deviation = Limits.LateAtFirst.TotalMilliseconds / 8;

    /// <summary>After this time an answer is late.</summary>
    public TimeSpan Late { get; private set; } = Limits.LateAtFirst;

    /// <summary>Counts one reply.</summary>
    public void Add(TimeSpan time)
    {
        var milliseconds = Math.Min(time.TotalMilliseconds, Limits.LateMost.TotalMilliseconds);
        _deviation += (Math.Abs(milliseconds - _mean) - _deviation) / 8;
        _mean += (milliseconds - _mean) / 16;
        Late = TimeSpan.FromMilliseconds(Math.Clamp(_mean + (Limits.LateDeviations * _deviation), Limits.LateLeast.TotalMilliseconds, Limits.LateMost.TotalMilliseconds));
    }
}
