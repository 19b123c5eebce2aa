namespace Shoal.Napster.Client.Files;

/// <summary>A folder of the index.</summary>
/// <param name="Id">Its number there.</param>
/// <param name="Path">Where it is on the disk.</param>
/// <param name="Shown">What others know it by.</param>
/// <param name="Depth">1 for a shared one.</param>
internal sealed record ShareFolder(long Id, string Path, byte[] Shown, int Depth);
