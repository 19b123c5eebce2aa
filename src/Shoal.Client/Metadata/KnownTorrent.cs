using Shoal.Metainfo;
using Shoal.Storage.Files;

namespace Shoal.Client.Metadata;

/// <summary>
/// What is known of a torrent. Its metainfo is in memory while it is at work; while it sleeps only its name and hashes are, where a file has the rest.
/// Its loop changes it, any thread may read it.
/// </summary>
internal sealed class KnownTorrent
{
    private Identity _identity;
    private TorrentMetainfo? _metainfo;

    public KnownTorrent(TorrentSource source)
    {
        _identity = new Identity(source.InfoHashes, source.Name);
        _metainfo = source.Metainfo;
        File = source.File;
    }

    public InfoHashes InfoHashes => Volatile.Read(ref _identity).InfoHashes;

    public string Name => Volatile.Read(ref _identity).Name;

    /// <summary>Null while a link leads to it that nobody has followed yet, and while it sleeps.</summary>
    public TorrentMetainfo? Metainfo => Volatile.Read(ref _metainfo);

    /// <summary>The .torrent file to read it from again; null where there is none.</summary>
    public string? File { get; set; }

    /// <summary>It is known, or known again.</summary>
    public void Learn(TorrentMetainfo metainfo)
    {
        Volatile.Write(ref _identity, new Identity(metainfo.InfoHashes, metainfo.Name));
        Volatile.Write(ref _metainfo, metainfo);
    }

    /// <summary>It sleeps: what its file says is not held in memory.</summary>
    public void Forget()
    {
        if (File is not null)
        {
            Volatile.Write(ref _metainfo, null);
        }
    }

    /// <summary>Reads its file again where it is not in memory; blocks.</summary>
    /// <exception cref="TorrentException">The file is gone, or another torrent is in it.</exception>
    public TorrentMetainfo Read() => Metainfo ?? SavedTorrent.Read(File!, InfoHashes)
        ?? throw new TorrentException($"'{File}' cannot be read, or is not the .torrent of '{Name}' any more: put it back");

    private sealed record Identity(InfoHashes InfoHashes, string Name);
}
