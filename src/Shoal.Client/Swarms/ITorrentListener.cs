using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>Hears the turns of a torrent's life, on its loop.</summary>
internal interface ITorrentListener
{
    /// <summary>A link's torrent is known. Returns why it is not wanted, if so.</summary>
    string? OnMetadata(TorrentMetainfo metainfo);

    /// <summary>It does something else now.</summary>
    void OnStatus();

    /// <summary>A piece is verified and written.</summary>
    void OnPiece();

    /// <summary>A peer came, or went with a reason.</summary>
    void OnPeer(Endpoint remote, string? ended);

    /// <summary>Its files are open and checked.</summary>
    void OnStarted();

    /// <summary>All that is wanted is here.</summary>
    void OnComplete();

    /// <summary>It can never be finished.</summary>
    void OnFailed(string reason);

    /// <summary>It holds nothing any more.</summary>
    void OnStopped();
}
