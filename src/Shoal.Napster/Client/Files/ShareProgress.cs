namespace Shoal.Napster.Client.Files;

/// <summary>How far a scan is.</summary>
/// <param name="Seen">Files that were looked at in their folders, changed or not.</param>
/// <param name="FilesDone">Files that were hashed, or could not be.</param>
/// <param name="Files">Files to hash; grows until all folders were looked through.</param>
/// <param name="BytesDone">Bytes that were hashed.</param>
/// <param name="Bytes">Bytes to hash; grows until all folders were looked through.</param>
/// <param name="Current">A file or folder that is read now.</param>
public readonly record struct ShareProgress(long Seen, long FilesDone, long Files, long BytesDone, long Bytes, string Current);
