namespace Shoal.Metainfo.Creating;

/// <summary>A file of a new torrent.</summary>
/// <param name="Source">Where it came from.</param>
/// <param name="Root">Its v2 root; null for empty files and v1.</param>
public sealed record CreatedFile(SourceFile Source, Sha256Hash? Root);
