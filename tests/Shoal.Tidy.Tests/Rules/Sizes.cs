namespace Shoal.Tidy.Tests.Rules;

/// <summary>A file near 400 lines wants to be two things, and most are far smaller.</summary>
internal static class Sizes
{
    private const int Ceiling = 400;
    private const int MedianCeiling = 80;

    public static IEnumerable<string> TooLong(SourceFile file) => file.IsCode && file.LineCount > Ceiling
        ? [$"{file.Path} has {file.LineCount} lines; {Ceiling} is the ceiling"]
        : [];

    public static IEnumerable<string> MedianTooHigh(IEnumerable<SourceFile> files)
    {
        var counts = files.Where(file => file.IsCSharp && file.IsUnder("src")).Select(file => file.LineCount).Order().ToList();
        var median = counts.Count == 0 ? 0 : counts[counts.Count / 2];
        return median < MedianCeiling ? [] : [$"the median file under src has {median} lines; it stays under {MedianCeiling}"];
    }
}
