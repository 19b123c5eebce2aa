namespace Shoal.Client;

/// <summary>What a torrent does.</summary>
public enum TorrentStatus
{
    /// <summary>Known by its link alone: peers are asked what it is.</summary>
    FetchingMetadata,

    /// <summary>Its files are opened and checked.</summary>
    Checking,

    Downloading,

    /// <summary>All that is wanted is here and served.</summary>
    Seeding,

    /// <summary>The disk refuses; the torrent goes on by itself when it works again.</summary>
    StorageFailed,

    /// <summary>The torrent contradicts itself and cannot be finished.</summary>
    Broken,

    Stopped,
}
