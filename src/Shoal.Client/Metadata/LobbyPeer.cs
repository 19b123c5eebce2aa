using Shoal.Client.Exchange;
using Shoal.Client.Extensions;
using Shoal.Client.Swarms;
using Shoal.Peers;

namespace Shoal.Client.Metadata;

/// <summary>A peer connected before its torrent is known.</summary>
internal sealed class LobbyPeer(KnownPeer? known, bool isOutgoing) : IConnectedPeer
{
    public PeerConnection Connection { get; set; } = null!;

    public KnownPeer? Known { get; set; } = known;

    public bool IsOutgoing => isOutgoing;

    /// <summary>The handshakes agreed on the v2 hash: hash requests may be sent (BEP 52).</summary>
    public bool SpeaksV2 { get; init; }

    public TheirExtensions Extensions { get; } = new();

    /// <summary>What it told of others.</summary>
    public Acquaintance Acquaintance { get; } = new();

    /// <summary>What it said of its pieces, choking and interest.</summary>
    public List<HeardMessage> Heard { get; } = [];

    /// <summary>Bytes of what was heard.</summary>
    public int HeardLength { get; set; }

    /// <summary>The info dictionary as it sends it; null while it is not asked.</summary>
    public MetadataCopy? Copy { get; set; }

    /// <summary>Loop time of its handshake.</summary>
    public required TimeSpan ConnectedAt { get; init; }

    /// <summary>It refused or stalled: it is not asked before this loop time.</summary>
    public TimeSpan RestUntil { get; set; }
}
