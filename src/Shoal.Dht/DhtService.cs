using Shoal.Dht.Nodes;
using Shoal.Dht.Rates;
using Shoal.Dht.Saving;
using Shoal.Dht.Scheduling;
using Shoal.Dht.Searches;
using Shoal.Dht.Serving;
using Shoal.Dht.Snapshots;
using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Dht;

/// <summary>
/// The DHT of a client: a node for each address that it listens on (BEP 45), which share a budget of queries. Lives on one loop: all members are called there.
/// <code>
/// var dht = new DhtService(world, new DhtOptions());
/// dht.Open([Endpoint.From(IPAddress.Any, 6881)], saved: null);
/// dht.Search(infoHash, new DhtAnnounce(6881, IsSeed: false), handler);
/// </code>
/// </summary>
public sealed class DhtService
{
    private readonly DhtWorld _world;
    private readonly NodeOptions _nodeOptions;
    private readonly QueryBudget _budget;
    private readonly List<DhtNode> _nodes = [];
    private readonly Bootstrap _bootstrap;

    /// <summary>No node yet.</summary>
    public DhtService(DhtWorld world, DhtOptions options)
        : this(world, options, NodeOptionsOf(options))
    {
    }

    /// <summary>The same, with nodes that lack a defence or have an id that was chosen: to show what they are worth.</summary>
    internal DhtService(DhtWorld world, DhtOptions options, NodeOptions nodes)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.QueriesPerSecond, 1);
        (_world, _nodeOptions) = (world, nodes);
        _budget = new QueryBudget(options.QueriesPerSecond, options.QueriesPerSecond * Limits.BurstSeconds);
        _bootstrap = new Bootstrap(world, _nodes, options.Bootstrap);
        Schedule = new DhtSchedule(world, this);
    }

    /// <summary>Where our nodes are reached.</summary>
    public IReadOnlyList<Endpoint> Addresses => [.. _nodes.Select(n => n.Local)];

    /// <summary>Torrents that are looked for and announced again and again.</summary>
    public DhtSchedule Schedule { get; }

    /// <summary>Nodes in our tables: those that answered us and are there, as far as we know.</summary>
    public int KnownNodes => _nodes.Sum(node => node.Table.Count);

    internal IReadOnlyList<DhtNode> Nodes => _nodes;

    /// <summary>A node knows others, and has looked for who is near it: a search makes sense.</summary>
    internal bool IsReady => _nodes.Exists(n => n.Upkeep.HasJoined);

    /// <summary>Opens a node on each address, and begins to look for others. An address whose family this machine lacks is passed over where another can be had.</summary>
    /// <param name="locals">Addresses with ports; port 0 of a later one takes the port of the first.</param>
    /// <param name="saved">What <see cref="Save"/> gave in an earlier run; null, or not readable: all begins anew.</param>
    /// <param name="keepsIds">False where another program may have the saved ids now: then whom they knew is taken, and new ids.</param>
    /// <returns>Why there is no node; null where there is one.</returns>
    public string? Open(IReadOnlyList<Endpoint> locals, byte[]? saved, bool keepsIds = true)
    {
        ArgumentNullException.ThrowIfNull(locals);
        var state = SavedTables.TryRead(saved);
        string? failure = null;
        foreach (var local in locals)
        {
            var at = local.Port == 0 && _nodes.Count > 0 ? local.WithPort(_nodes[0].Local.Port) : local;
            if (DhtNode.Open(_world, at, keepsIds ? state.IdOf(at) : null, _nodeOptions, _budget, out var reason) is { } node)
            {
                _nodes.Add(node);
            }
            else
            {
                failure ??= $"cannot listen on {at} by UDP ({reason}): choose another --port or --bind";
            }
        }

        foreach (var node in _nodes)
        {
            node.Upkeep.Joined = Schedule.OnNetwork;
            node.Sibling = _nodes.Find(other => other.Local.IsIPv4 != node.Local.IsIPv4);
        }

        if (_nodes.Count > 0)
        {
            _bootstrap.Start(state.Contacts);
        }

        return _nodes.Count > 0 ? null : failure;
    }

    /// <summary>Looks for the peers of a torrent, and announces us at the end where that is asked for.</summary>
    public DhtSearch Search(Sha1Hash target, DhtAnnounce? announce, IDhtSearchHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var search = new DhtSearch(target, announce, handler);
        if (_nodes.Count == 0)
        {
            _world.Loop.Post(() => handler.OnEnd(default));
        }

        search.Start(_nodes);
        return search;
    }

    /// <summary>Asks how many peers a torrent has (BEP 33).</summary>
    /// <param name="target">The v1 hash, or the v2 hash cut to 20 bytes.</param>
    /// <param name="done">Hears it, on the loop.</param>
    public void Scrape(Sha1Hash target, Action<DhtScrape> done)
    {
        ArgumentNullException.ThrowIfNull(done);
        if (_nodes.Count == 0)
        {
            _world.Loop.Post(() => done(default));
        }

        new ScrapeSearch(target, done).Start(_nodes);
    }

    /// <summary>Asks one node whether it is there.</summary>
    /// <param name="endpoint">Where it should be.</param>
    /// <param name="done">Hears it, on the loop, and perhaps within this call.</param>
    public void Ping(Endpoint endpoint, Action<DhtPing> done)
    {
        ArgumentNullException.ThrowIfNull(done);
        if (_nodes.Find(n => n.Local.IsIPv4 == endpoint.IsIPv4) is { } node)
        {
            new PingCall(node, done).Start(endpoint);
        }
        else
        {
            done(new DhtPing(null, TimeSpan.Zero, endpoint.IsIPv4 ? "this machine has no IPv4 node" : "this machine has no IPv6 node"));
        }
    }

    /// <summary>How each node of ours stands.</summary>
    public IReadOnlyList<DhtNodeSnapshot> Snapshot() => [.. _nodes.Select(DhtNodeSnapshot.Of)];

    /// <summary>Somebody says that a node is there: a peer by its PORT message, the user, a torrent.</summary>
    public void AddNode(Endpoint endpoint) => _bootstrap.Name(endpoint);

    /// <summary>As above, by a name that is looked up.</summary>
    public void AddNode(string host, ushort port) => _bootstrap.Name(host, port);

    /// <summary>Ids and tables, for the next run.</summary>
    public byte[] Save() => SavedTables.Write(_nodes);

    /// <summary>Closes the ports. Searches end without a word.</summary>
    public void Close()
    {
        Schedule.Stop();
        _bootstrap.Stop();
        _nodes.ForEach(node => node.Close());
        _nodes.Clear();
    }

    private static NodeOptions NodeOptionsOf(DhtOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.QueriesPerAddress);
        if (options.AnswerRate != 0)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(options.AnswerRate, Limits.AnswerRateLeast);
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(options.StoredTorrents, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.StoredPeers, 1);
        return new NodeOptions
        {
            ReadOnly = options.ReadOnly,
            AnswerRate = options.AnswerRate,
            QueriesPerAddress = options.QueriesPerAddress,
            Store = new PeerStoreOptions { Hashes = options.StoredTorrents, PeersPerHash = options.StoredPeers },
        };
    }
}
