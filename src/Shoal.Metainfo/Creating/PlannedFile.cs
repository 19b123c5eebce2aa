namespace Shoal.Metainfo.Creating;

/// <summary>One entry of a torrent that is being made.</summary>
/// <param name="Source">The file, or null for padding.</param>
/// <param name="Length">Bytes.</param>
internal sealed record PlannedFile(SourceFile? Source, long Length);
