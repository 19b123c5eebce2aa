namespace Shoal.Client.Requests;

/// <summary>Bytes a second, smoothed over about five seconds by one-second ticks.</summary>
internal sealed class RateMeter
{
    private const double Weight = 0.3;

    private long _last;
    private bool _started;

    /// <summary>Bytes a second.</summary>
    public double PerSecond { get; private set; }

    /// <summary>Takes the running total once a tick.</summary>
    public void Tick(long total, TimeSpan elapsed)
    {
        var now = (total - _last) / elapsed.TotalSeconds;
        _last = total;
        PerSecond = _started ? PerSecond + Weight * (now - PerSecond) : now;
        _started = true;
    }
}
