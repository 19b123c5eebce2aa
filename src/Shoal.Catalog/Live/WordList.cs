namespace Shoal.Catalog.Live;

/// <summary>The shares that have one of some words, most often of one, from the highest number down.</summary>
internal sealed class WordList(params PostingsCursor[] lists)
{
    /// <summary>How many there are, at most.</summary>
    public long Count { get; } = lists.Sum(static list => (long)list.Count);

    /// <summary>The highest at or below that number, which is no higher than the one before; 0 where there is none.</summary>
    public long AtMost(long number)
    {
        var highest = 0L;
        foreach (ref var list in lists.AsSpan())
        {
            highest = Math.Max(highest, list.AtMost(number));
        }

        return highest;
    }
}
