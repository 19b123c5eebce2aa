namespace Shoal.Client.Swarms;

/// <summary>So many at once, and so many a second after that.</summary>
/// <param name="most">At once.</param>
/// <param name="perSecond">What comes back, up to <paramref name="most"/>.</param>
internal struct Allowance(double most, double perSecond)
{
    private double _used;
    private TimeSpan _at;

    /// <summary>More may be taken than a rate gives back.</summary>
    public void Add(double more) => _used = Math.Max(0, _used - more);

    /// <summary>False where it is used up.</summary>
    public bool TryTake(TimeSpan now, double cost)
    {
        Add((now - _at).TotalSeconds * perSecond);
        _at = now;
        _used += cost;
        return _used <= most;
    }
}
