namespace Shoal.Catalog;

/// <summary>A file as a catalog keeps it, whether its owner is there or not.</summary>
/// <param name="Owner">Who shared it.</param>
/// <param name="File">What he shared.</param>
/// <param name="Seen">The day on which he last did, in UTC.</param>
public readonly record struct KeptFile(OwnerId Owner, SharedFile File, DateTimeOffset Seen);
