namespace Shoal.Catalog;

/// <summary>What is shared at the moment, by owners who are there.</summary>
/// <param name="Files">Files.</param>
/// <param name="Bytes">Their sizes together.</param>
/// <param name="Kept">Files on disk, those of owners who are gone included.</param>
public sealed record CatalogCounts(long Files, long Bytes, long Kept);
