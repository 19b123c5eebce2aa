using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>Counters of one torrent since it was started.</summary>
internal sealed class SwarmTotals
{
    /// <summary>Peers remembered after they left.</summary>
    private const int PeersRemembered = 1000;

    private readonly Dictionary<Endpoint, PeerTotals> _left = [];

    /// <summary>Payload of blocks received, wanted or not.</summary>
    public long Received { get; set; }

    public long Sent { get; set; }

    /// <summary>Payload that was of no use: duplicates, late and failed blocks.</summary>
    public long Wasted { get; set; }

    /// <summary>Pieces that failed their hash and were fetched again.</summary>
    public int PiecesFailed { get; set; }

    /// <summary>Pieces verified since the start.</summary>
    public int PiecesVerified { get; set; }

    /// <summary>What became of peers that are gone.</summary>
    public IEnumerable<PeerTotals> Left => _left.Values;

    /// <summary>Adds a leaving peer's bytes to those of its earlier connections.</summary>
    public void Leave(Peer peer, string reason)
    {
        Received += peer.Connection.PayloadReceived;
        Sent += peer.Connection.PayloadSent;
        var before = _left.GetValueOrDefault(peer.Remote);
        if (before is not null || _left.Count < PeersRemembered)
        {
            _left[peer.Remote] = PeerTotals.Of(peer).Plus(before) with { Ended = reason };
        }
    }

    /// <summary>The earlier connections of a peer that is connected now.</summary>
    public PeerTotals? Before(Endpoint remote) => _left.GetValueOrDefault(remote);
}
