namespace Shoal.Fuzz;

/// <summary>The seeds in fuzz/corpus/, which are copied beside the program.</summary>
public static class Corpus
{
    /// <summary>The files of a target by name, so that a seed number means the same everywhere.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Of(FuzzTarget target) =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "corpus", target.Name))
            .Order(StringComparer.Ordinal).Select(path => (Path.GetFileName(path), File.ReadAllBytes(path)))];
}
