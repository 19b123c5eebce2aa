using Shoal.Metainfo;
using Shoal.Peers;

namespace Shoal.Trackers.Announcing;

/// <summary>A torrent to be announced.</summary>
public sealed record AnnouncedTorrent
{
    /// <summary>A hybrid is announced under both.</summary>
    public required InfoHashes InfoHashes { get; init; }

    /// <summary>The same as in the torrent's handshakes.</summary>
    public required PeerId PeerId { get; init; }

    /// <summary>Where it listens.</summary>
    public required ushort Port { get; init; }

    /// <summary>Announce URLs by tier (BEP 12), as the torrent has them; they are shuffled here.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Tiers { get; init; }

    /// <summary>Read when something is announced.</summary>
    public required Func<AnnounceStats> Stats { get; init; }

    /// <summary>Hears what trackers tell.</summary>
    public required IAnnounceHandler Handler { get; init; }
}
