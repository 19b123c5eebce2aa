using Shoal.Peers;

namespace Shoal.Client.Swarms;

/// <summary>A peer that is connected, with or without its torrent.</summary>
internal interface IConnectedPeer
{
    PeerConnection Connection { get; }

    bool IsOutgoing { get; }

    /// <summary>The address book's entry, busy while it is connected.</summary>
    KnownPeer? Known { get; set; }
}
