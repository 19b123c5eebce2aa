namespace Shoal.Napster.Client.Files;

/// <summary>Something that is not shared, though it is in a shared folder.</summary>
/// <param name="Path">Where it is on the disk.</param>
/// <param name="Reason">Why, part of a sentence.</param>
public readonly record struct ShareFault(string Path, string Reason);
