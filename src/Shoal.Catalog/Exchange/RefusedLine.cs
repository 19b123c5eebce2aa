namespace Shoal.Catalog.Exchange;

/// <summary>A line that was not imported.</summary>
/// <param name="Number">1 for the first of the file.</param>
/// <param name="Reason">Part of a sentence.</param>
public readonly record struct RefusedLine(long Number, string Reason);
