namespace Shoal.Simulation.Dht;

/// <summary>The measures of a survey. Lookups that a member's leaving cut off do not count; one that finds nobody has no first peers for ever.</summary>
internal sealed class SurveyResult
{
    private readonly TimeSpan[] _first;
    private readonly TimeSpan[] _ends;

    public SurveyResult(IEnumerable<Probe> probes)
    {
        var whole = probes.Where(p => p.Outcome is not null).ToArray();
        Lookups = whole.Length;
        _first = [.. whole.Select(p => p.FirstPeers ?? TimeSpan.MaxValue).Order()];
        _ends = [.. whole.Select(p => p.Outcome!.Value.Took).Order()];
        MeanQueries = whole.Average(p => p.Outcome!.Value.Queries);
        MostQueries = whole.Max(p => p.Outcome!.Value.Queries);
        Found = (double)whole.Sum(p => p.Found) / whole.Sum(p => p.Announced);
        Hidden = (double)whole.Count(p => p.Found == 0) / whole.Length;
    }

    public int Lookups { get; }

    public double MeanQueries { get; }

    public int MostQueries { get; }

    /// <summary>Of all announced peers, the part that was found.</summary>
    public double Found { get; }

    /// <summary>The part of the lookups that found none.</summary>
    public double Hidden { get; }

    /// <summary>Seconds to the first peers, of the lookup that this part of all was not slower than.</summary>
    public double First(double part) => At(_first, part);

    /// <summary>Seconds to the end.</summary>
    public double End(double part) => At(_ends, part);

    public override string ToString() =>
        $"{Lookups} lookups; first peers {First(0.5):F2} {First(0.9):F2} {First(0.99):F2} {First(1):F2} s; end {End(0.5):F2} {End(0.9):F2} {End(0.99):F2} {End(1):F2} s; "
        + $"queries {MeanQueries:F1} {MostQueries}; found {Found:P2}; hidden {Hidden:P2}";

    private static double At(TimeSpan[] sorted, double part) => sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * part) - 1)] is var time && time == TimeSpan.MaxValue ? double.PositiveInfinity : time.TotalSeconds;
}
