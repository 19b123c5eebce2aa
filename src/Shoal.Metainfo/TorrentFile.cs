namespace Shoal.Metainfo;

/// <summary>One file of a torrent, padding included.</summary>
public sealed class TorrentFile
{
    /// <summary>The components as the torrent names them, without the torrent's own name in front; of a single file its name; of a pad file nothing.</summary>
    public required IReadOnlyList<string> Path { get; init; }

    /// <summary>Where it lives below the download folder: unique, relative, with '/', and holdable by every file system. Begins with the safe form of the torrent's name,
    /// and is that alone for a single file. Empty for pad files, which are not stored.</summary>
    public required string SafePath { get; init; }

    /// <summary>Bytes.</summary>
    public required long Length { get; init; }

    /// <summary>BEP 47 "p": zeros for alignment, never stored.</summary>
    public bool IsPadding { get; init; }

    /// <summary>BEP 47 "x".</summary>
    public bool IsExecutable { get; init; }

    /// <summary>BEP 47 "h".</summary>
    public bool IsHidden { get; init; }

    /// <summary>BEP 47 "l": the target as a safe path below the download folder, or null where this is a file.</summary>
    public string? SymlinkTarget { get; init; }

    /// <summary>BEP 52: the Merkle root over the file's 16 KiB blocks; null for empty files and v1.</summary>
    public Sha256Hash? PiecesRoot { get; init; }

    /// <summary>BEP 47: SHA-1 of the whole file, where the torrent gives it.</summary>
    public Sha1Hash? Sha1 { get; init; }
}
