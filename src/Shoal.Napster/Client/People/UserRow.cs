namespace Shoal.Napster.Client.People;

/// <summary>A user of a list.</summary>
/// <param name="Nick">As the user writes it.</param>
/// <param name="Files">Files that it shares; null where the list does not say.</param>
/// <param name="Line">Its line, 0 to 10; null where the list does not say.</param>
public sealed record UserRow(string Nick, long? Files, int? Line);
