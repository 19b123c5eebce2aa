namespace Shoal.Catalog;

/// <summary>A file and who shares it.</summary>
/// <param name="Id">Its number in the catalog; the same file of the same owner keeps it.</param>
/// <param name="Owner">Who shares it, and is there now.</param>
/// <param name="File">What is shared.</param>
public readonly record struct FoundFile(long Id, OwnerId Owner, SharedFile File);
