using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>Counters of one torrent since it was started.</summary>
internal sealed class SwarmTotals((long Sent, long Received) before = default)
{
    /// <summary>Peers remembered after they left.</summary>
    private const int PeersRemembered = 1000;

    private readonly Dictionary<Endpoint, PeerTotals> _left = [];

    /// <summary>Payload of earlier runs.</summary>
    public (long Sent, long Received) Before => before;

    /// <summary>Payload of blocks received, wanted or not, from peers that left.</summary>
    public long Received { get; set; }

    public long Sent { get; set; }

    /// <summary>Payload that was of no use: duplicates, late and failed blocks.</summary>
    public long Wasted { get; set; }

    /// <summary>Pieces that failed their hash and were fetched again.</summary>
    public int PiecesFailed { get; set; }

    /// <summary>Connections that ended.</summary>
    public int PeersLeft { get; private set; }

    /// <summary>Pieces verified since the start.</summary>
    public int PiecesVerified { get; set; }

    /// <summary>Payload sent in this run, to peers that left and to those that are connected.</summary>
    public long SentWith(PeerTable peers)
    {
        var sent = Sent;
        foreach (var peer in peers.All)
        {
            sent += peer.Connection.PayloadSent;
        }

        return sent;
    }

    /// <summary>Payload received in this run.</summary>
    public long ReceivedWith(PeerTable peers)
    {
        var received = Received;
        foreach (var peer in peers.All)
        {
            received += peer.Connection.PayloadReceived;
        }

        return received;
    }

    /// <summary>The torrent sleeps: of the peers that are gone only a few are remembered one by one.</summary>
    public void Condense()
    {
        foreach (var remote in _left.OrderByDescending(left => left.Value.Received + left.Value.Sent).Skip(Limits.PeersRememberedAsleep).Select(left => left.Key).ToArray())
        {
            _left.Remove(remote);
        }

        _left.TrimExcess();
    }

    /// <summary>What became of peers that are gone.</summary>
    public IEnumerable<PeerTotals> Left => _left.Values;

    /// <summary>Adds a leaving peer's bytes to those of its earlier connections.</summary>
    public void Leave(Peer peer, string reason)
    {
        PeersLeft++;
        Received += peer.Connection.PayloadReceived;
        Sent += peer.Connection.PayloadSent;
        var earlier = _left.GetValueOrDefault(peer.Remote);
        if (earlier is not null || _left.Count < PeersRemembered)
        {
            _left[peer.Remote] = PeerTotals.Of(peer).Plus(earlier) with { Ended = reason };
        }
    }

    /// <summary>The earlier connections of a peer that is connected now.</summary>
    public PeerTotals? EarlierOf(Endpoint remote) => _left.GetValueOrDefault(remote);
}
