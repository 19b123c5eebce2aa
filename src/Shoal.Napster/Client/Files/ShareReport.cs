namespace Shoal.Napster.Client.Files;

/// <summary>What a scan did.</summary>
/// <param name="Seen">Files in the folders.</param>
/// <param name="Hashed">Files that were read: new and changed ones.</param>
/// <param name="Bytes">Of these.</param>
/// <param name="Removed">Files that are not there any more.</param>
/// <param name="Faults">Files and folders that could not be read; each was told.</param>
public readonly record struct ShareReport(long Seen, long Hashed, long Bytes, long Removed, long Faults);
