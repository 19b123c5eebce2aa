namespace Shoal.Tidy.Tests;

/// <summary>A text file of the repository: its path from the root with forward slashes, and its text.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    private static readonly string[] Code = [".cs", ".c", ".py", ".sh", ".csproj", ".props", ".targets", ".slnx"];
    private static readonly string[] CodeWithoutEnding = ["shoal", "test", ".ci/run"];

    public string[] Lines { get; } = Text.Split('\n');

    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsCode => Code.Any(ending => Path.EndsWith(ending, StringComparison.Ordinal)) || CodeWithoutEnding.Contains(Path);

    public bool IsMarkdown => Path.EndsWith(".md", StringComparison.Ordinal);

    public bool IsUnder(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>How many lines a reader sees: the end of the last line begins no other.</summary>
    public int LineCount => Text.EndsWith('\n') ? Lines.Length - 1 : Lines.Length;
}
