namespace Shoal.Simulation;

/// <summary>Which test a run is of.</summary>
/// <param name="Test">The method.</param>
/// <param name="Scenario">The one of the catalogue, where the test plays them.</param>
internal sealed record Replay(string Test, string? Scenario = null)
{
    private const string BuildFolder = "/artifacts/";

    /// <summary>The one command that runs it on a seed again, from the repository's root.</summary>
    public string CommandFor(ulong seed)
    {
        // As it was built: another build need not be there.
        var program = Environment.ProcessPath ?? "";
        var inRepository = program[(program.IndexOf(BuildFolder, StringComparison.Ordinal) + 1)..];
        return $"{(Scenario is null ? "" : $"SHOAL_SCENARIO='{Scenario}' ")}SHOAL_SEED={seed} {inRepository} --filter-method '*.{Test}'";
    }
}
