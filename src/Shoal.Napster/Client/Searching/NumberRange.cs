namespace Shoal.Napster.Client.Searching;

/// <summary>From a number to another, both included; null: no bound.</summary>
/// <param name="Least">The lowest.</param>
/// <param name="Most">The highest.</param>
public readonly record struct NumberRange(long? Least, long? Most)
{
    /// <summary>The number lies within.</summary>
    public bool Admits(long number) => !(number < Least) && !(number > Most);
}
