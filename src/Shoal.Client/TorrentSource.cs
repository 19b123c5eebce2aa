using Shoal.Metainfo;

namespace Shoal.Client;

/// <summary>What leads to a torrent: a .torrent that was read, or a magnet link. Both convert to it by themselves.</summary>
public sealed class TorrentSource
{
    private TorrentSource(TorrentMetainfo? metainfo, MagnetLink? magnet, string? file)
    {
        Metainfo = metainfo;
        Magnet = magnet;
        File = file;
    }

    /// <summary>The torrent, where it is known.</summary>
    public TorrentMetainfo? Metainfo { get; }

    /// <summary>The link, where it came by one.</summary>
    public MagnetLink? Magnet { get; }

    /// <summary>The .torrent file from which it can be read again; null where there is none.</summary>
    public string? File { get; }

    /// <summary>The hashes by which swarms know it.</summary>
    public InfoHashes InfoHashes => Metainfo?.InfoHashes ?? Magnet!.InfoHashes;

    /// <summary>The torrent's name; of a link the name that it shows, or the hash.</summary>
    public string Name => Metainfo?.Name ?? Magnet!.DisplayName ?? InfoHashes.ToString();

    /// <summary>BEP 12 tiers; of a link each tracker is a tier of its own.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Trackers => Magnet is { } magnet ? [.. magnet.Trackers.Select(tracker => (IReadOnlyList<string>)[tracker])] : Metainfo!.Trackers;

    public static TorrentSource From(TorrentMetainfo metainfo)
    {
        ArgumentNullException.ThrowIfNull(metainfo);
        return new TorrentSource(metainfo, null, null);
    }

    public static TorrentSource From(MagnetLink magnet)
    {
        ArgumentNullException.ThrowIfNull(magnet);
        return new TorrentSource(null, magnet, null);
    }

    /// <summary>A torrent that was read from a file which stays where it is: while the torrent is idle it is not held in memory, and read again when somebody wants it.</summary>
    public static TorrentSource From(TorrentMetainfo metainfo, string file)
    {
        ArgumentNullException.ThrowIfNull(metainfo);
        ArgumentNullException.ThrowIfNull(file);
        return new TorrentSource(metainfo, null, Path.GetFullPath(file));
    }

    /// <summary>The same link with the torrent that an earlier run learnt it leads to, and the file that it was read from.</summary>
    internal TorrentSource Knowing(TorrentMetainfo metainfo, string file) => new(metainfo, Magnet, file);

    public static implicit operator TorrentSource(TorrentMetainfo metainfo) => From(metainfo);

    public static implicit operator TorrentSource(MagnetLink magnet) => From(magnet);
}
