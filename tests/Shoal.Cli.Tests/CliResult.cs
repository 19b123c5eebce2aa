using System.Text.Json;

namespace Shoal.Cli.Tests;

/// <summary>What a run left behind.</summary>
internal sealed record CliResult(int Exit, string Out, string Error)
{
    public IReadOnlyList<JsonElement> Json => [.. Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>Fails unless the run failed with this code and one sentence that contains the text.</summary>
    public void AssertFailed(int exit, string text)
    {
        Assert.Equal(exit, Exit);
        Assert.StartsWith("shoal: ", Error, StringComparison.Ordinal);
        Assert.Contains(text, Error, StringComparison.Ordinal);
        Assert.Single(Error.TrimEnd('\n').Split('\n'));
        Assert.Equal("", Out);
    }
}
