namespace Shoal.Napster.Client.Data;

/// <summary>The end of a transfer.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Text">In words, for people.</param>
internal readonly record struct DataEnd(EndKind Kind, string Text);
