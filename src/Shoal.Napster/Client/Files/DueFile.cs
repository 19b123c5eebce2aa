namespace Shoal.Napster.Client.Files;

/// <summary>A file that is to be hashed.</summary>
/// <param name="Id">Its number in the index.</param>
/// <param name="Path">Where it is on the disk.</param>
internal readonly record struct DueFile(long Id, string Path);
