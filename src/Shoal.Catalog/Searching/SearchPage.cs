namespace Shoal.Catalog.Searching;

/// <summary>Some of what was found.</summary>
/// <param name="Files">The best first.</param>
/// <param name="Next">Where to go on; null where nothing is left.</param>
public readonly record struct SearchPage(IReadOnlyList<FoundFile> Files, string? Next);
