namespace Shoal.Catalog.Searching;

/// <summary>A number between two others, both included.</summary>
public readonly record struct Bounds(long Least, long Most)
{
    /// <summary>Any number.</summary>
    public static Bounds Any => new(long.MinValue, long.MaxValue);

    /// <summary>True when the number is between them.</summary>
    public bool Contain(long number) => number >= Least && number <= Most;

    /// <summary>Between both these and those.</summary>
    public Bounds And(Bounds other) => new(Math.Max(Least, other.Least), Math.Min(Most, other.Most));
}
