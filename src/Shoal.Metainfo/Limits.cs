using Shoal.Bencoding;

namespace Shoal.Metainfo;

/// <summary>The bounds of this project: what a hostile .torrent or link may cost.</summary>
internal static class Limits
{
    /// <summary>Bytes of a .torrent: the largest seen in the wild are some tens of MiB (libtorrent stops at 10 MiB and users meet that).</summary>
    internal const int TorrentLength = 64 * 1024 * 1024;

    /// <summary>Pieces of a torrent, as in libtorrent: a bitfield of 256 KiB.</summary>
    internal const int Pieces = 1 << 21;

    /// <summary>Bytes of a piece: libtorrent's largest too. With <see cref="Pieces"/> it keeps every length below 2^51, so no sum overflows.</summary>
    internal const int PieceLength = 512 * 1024 * 1024;

    /// <summary>Files of a torrent, pad files not counted; of those a hybrid has one for each file.</summary>
    internal const int Files = 250_000;

    /// <summary>Components of a path, as in libtorrent.</summary>
    internal const int PathDepth = 100;

    /// <summary>Nesting of a .torrent: a file tree of <see cref="PathDepth"/> within "info" and "file tree", and a little more.</summary>
    internal const int TorrentDepth = PathDepth + 10;

    /// <summary>Values of a .torrent: 250,000 files of a hybrid, each with its pad file, have 26 each.</summary>
    internal const int TorrentTokens = 8 * 1024 * 1024;

    /// <summary>Bytes of memory that all paths may take: a short .torrent can share one long folder name among many files.</summary>
    internal const long PathMemory = 256L * 1024 * 1024;

    /// <summary>UTF-8 bytes of a name: NAME_MAX of Linux; NTFS and APFS hold at least as much.</summary>
    internal const int NameLength = 255;

    /// <summary>UTF-8 bytes of a path below the download folder, which leaves three quarters of PATH_MAX to the folder itself.</summary>
    internal const int SafePathLength = 1024;

    /// <summary>UTF-8 bytes of a file extension that is kept when a name is cut.</summary>
    internal const int ExtensionLength = 16;

    /// <summary>UTF-8 bytes kept free for the "~123456" of a twin.</summary>
    internal const int TwinSuffixLength = 12;

    /// <summary>Trackers, web seeds, DHT nodes, similar torrents and collections that are kept of each; the rest is left out.</summary>
    internal const int Hints = 1000;

    /// <summary>Bytes of an URL; longer ones are left out.</summary>
    internal const int UrlLength = 4096;

    /// <summary>Bytes of a comment and the like; longer ones are cut.</summary>
    internal const int TextLength = 64 * 1024;

    /// <summary>Characters of a magnet link: far above what browsers pass on.</summary>
    internal const int MagnetLength = 64 * 1024;

    /// <summary>Trackers, web seeds and peers that are kept of a magnet link, of each.</summary>
    internal const int MagnetHints = 100;

    internal static readonly BencodeOptions Torrent = BencodeOptions.Lenient with { Limits = new BencodeLimits(TorrentDepth, TorrentTokens, TorrentLength) };
}
