namespace Shoal.Storage;

/// <summary>A failure of the disk, in words a person can act on.</summary>
/// <param name="Kind">The class of failure.</param>
/// <param name="Path">The file or folder concerned.</param>
/// <param name="Message">One sentence that names the thing and the cure.</param>
public sealed record StorageError(StorageErrorKind Kind, string Path, string Message);
