namespace Shoal.Napster.Client.Files;

/// <summary>A file as the index has it.</summary>
/// <param name="Id">Its number there.</param>
/// <param name="Size">Bytes when it was hashed.</param>
/// <param name="Modified">Ticks when it was hashed.</param>
/// <param name="IsDue">It is to be hashed, whatever its size and time.</param>
internal readonly record struct FileState(long Id, long Size, long Modified, bool IsDue);
