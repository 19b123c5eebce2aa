using Shoal.Metainfo;
using Shoal.Peers;

namespace Shoal.Trackers.Messages;

/// <summary>What a peer tells a tracker, the same over HTTP and UDP (BEP 3, 15).</summary>
/// <param name="InfoHash">v1, or v2 cut to 20 bytes; a hybrid is announced once for each.</param>
/// <param name="PeerId">The peer.</param>
/// <param name="Port">Where it listens.</param>
/// <param name="Uploaded">Payload bytes sent since "started".</param>
/// <param name="Downloaded">Payload bytes received since "started".</param>
/// <param name="Left">Bytes of the torrent that are not verified; 0 makes it a seed.</param>
/// <param name="Event">What happened.</param>
/// <param name="Key">The same for all addresses of one client, so that it is one peer to the tracker.</param>
/// <param name="Wanted">How many peers are asked for; null: as many as the tracker likes to give.</param>
public sealed record AnnounceRequest(
    Sha1Hash InfoHash, PeerId PeerId, ushort Port, long Uploaded, long Downloaded, long Left, AnnounceEvent Event, uint Key, int? Wanted)
{
    /// <summary>BEP 3 "trackerid": what the tracker gave, to be given back. HTTP only.</summary>
    public string? TrackerId { get; init; }
}
