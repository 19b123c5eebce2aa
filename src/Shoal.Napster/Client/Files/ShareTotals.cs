namespace Shoal.Napster.Client.Files;

/// <summary>What is shared, in figures.</summary>
/// <param name="Revision">Of the last change.</param>
/// <param name="Files">How many.</param>
/// <param name="Bytes">Of all files.</param>
/// <param name="Folders">With those within others.</param>
public readonly record struct ShareTotals(long Revision, long Files, long Bytes, long Folders);
