namespace Shoal.Metainfo.Layout;

/// <summary>A run of bytes of one file, as part of a piece or block.</summary>
/// <param name="FileIndex">Index into the torrent's files.</param>
/// <param name="FileOffset">First byte within that file.</param>
/// <param name="Length">Bytes, at least 1.</param>
/// <param name="IsPadding">Zeros made on demand; there is no file to read or write.</param>
public readonly record struct FileSegment(int FileIndex, long FileOffset, int Length, bool IsPadding);
