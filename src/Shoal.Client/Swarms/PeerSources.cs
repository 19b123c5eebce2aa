namespace Shoal.Client.Swarms;

/// <summary>Who told of an address.</summary>
[Flags]
internal enum PeerSources
{
    None = 0,

    /// <summary>The user, by --peer or through the API.</summary>
    User = 1,

    /// <summary>A tracker of the torrent.</summary>
    Tracker = 2,

    /// <summary>A connected peer, of others (BEP 11).</summary>
    Exchange = 4,

    /// <summary>A connected stranger, of the port that it listens on (BEP 10 "p").</summary>
    Stranger = 8,

    /// <summary>A magnet link's x.pe.</summary>
    Magnet = 16,

    /// <summary>Nodes of the DHT (BEP 5), of whom anybody may be one.</summary>
    Dht = 32,

    /// <summary>Those whose peers a private torrent may dial (BEP 27).</summary>
    Private = User | Tracker,
}
