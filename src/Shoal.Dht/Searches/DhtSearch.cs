using Shoal.Dht.Ids;
using Shoal.Dht.Lookups;
using Shoal.Dht.Messages;
using Shoal.Dht.Nodes;
using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Dht.Searches;

/// <summary>A search for the peers of one torrent, by the nodes of all families at once, and the announce at its end.</summary>
public sealed class DhtSearch : ILookupHandler
{
    private readonly IDhtSearchHandler _handler;
    private readonly DhtAnnounce? _announce;
    private readonly HashSet<Endpoint> _peers = [];
    private readonly List<Lookup> _lookups = [];
    private readonly List<Endpoint> _fresh = [];

    /// <summary>Lookups and announces under way.</summary>
    private int _running;
    private int _answers;
    private int _announced;
    private TimeSpan _took;
    private TimeSpan? _firstPeers;
    private bool _isCancelled;

    internal DhtSearch(Sha1Hash target, DhtAnnounce? announce, IDhtSearchHandler handler) => (Target, _announce, _handler) = (target, announce, handler);

    /// <summary>The torrent: its v1 hash, or its v2 hash cut to 20 bytes (BEP 52).</summary>
    public Sha1Hash Target { get; }

    /// <summary>Ends it; the handler hears nothing more.</summary>
    public void Cancel()
    {
        _isCancelled = true;
        _lookups.ForEach(lookup => lookup.Cancel());
    }

    internal void Start(IReadOnlyList<DhtNode> nodes)
    {
        _running = nodes.Count;
        foreach (var node in nodes)
        {
            var lookup = new Lookup(node, NodeId.Of(Target), LookupKind.Peers, this) { NoSeeds = _announce is { IsSeed: true } };
            _lookups.Add(lookup);
            lookup.Start([]);
        }
    }

    void ILookupHandler.OnAnswer(Lookup lookup, NodeContact from, in KrpcMessage reply)
    {
        if (_isCancelled)
        {
            return;
        }

        _answers++;
        foreach (var peer in reply.Values)
        {
            if (_peers.Count < Limits.PeersPerSearch && peer.Port != 0 && !IsOurs(peer, lookup) && AddressNetwork.MayBeToldBy(peer, from.Endpoint) && _peers.Add(peer))
            {
                _fresh.Add(peer);
            }
        }

        if (_fresh.Count > 0)
        {
            _firstPeers ??= lookup.Elapsed;
            _handler.OnPeers([.. _fresh]);
            _fresh.Clear();
        }
    }

    void ILookupHandler.OnEnd(Lookup lookup)
    {
        _took = lookup.Elapsed > _took ? lookup.Elapsed : _took;
        if (_announce is { } announce && !_isCancelled)
        {
            new Announcement(lookup.Node, lookup.Target, announce.Port, announce.IsSeed, OnAnnounced).Start(lookup.Keepers());
        }
        else
        {
            OnAnnounced(0);
        }
    }

    /// <summary>We were announced here before.</summary>
    private bool IsOurs(Endpoint peer, Lookup lookup) => _announce is { } announce
        && (peer == lookup.Node.Local.WithPort(announce.Port) || peer == lookup.Node.Upkeep.External?.WithPort(announce.Port));

    private void OnAnnounced(int nodes)
    {
        _announced += nodes;
        if (--_running == 0 && !_isCancelled)
        {
            _handler.OnEnd(new DhtSearchResult(_peers.Count, _lookups.Sum(l => l.Queries), _answers, _announced, _took, _firstPeers));
        }
    }
}
