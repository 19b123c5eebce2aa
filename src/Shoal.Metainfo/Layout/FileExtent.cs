namespace Shoal.Metainfo.Layout;

/// <summary>Where one file lies in the torrent's space of bytes.</summary>
/// <param name="Offset">First byte in torrent space; a multiple of the piece length where files are aligned.</param>
/// <param name="Length">Bytes, 0 or more.</param>
/// <param name="IsPadding">BEP 47: zeros that stand for alignment and are never stored.</param>
public readonly record struct FileExtent(long Offset, long Length, bool IsPadding);
