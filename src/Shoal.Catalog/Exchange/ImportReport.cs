namespace Shoal.Catalog.Exchange;

/// <summary>What an import came to.</summary>
/// <param name="Kept">Files that are kept now and were not before.</param>
/// <param name="Known">Files that were kept already, and stay as they are.</param>
/// <param name="Refused">Lines that were refused.</param>
/// <param name="Reasons">Why, of the first of them.</param>
public sealed record ImportReport(long Kept, long Known, long Refused, IReadOnlyList<RefusedLine> Reasons);
