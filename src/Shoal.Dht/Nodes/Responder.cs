using Shoal.Dht.Messages;
using Shoal.Dht.Serving;
using Shoal.Runtime;

namespace Shoal.Dht.Nodes;

/// <summary>
/// Answers what others ask: synchronous, and without allocating anything. Silent towards who asks too much, and short towards who has not proven its address.
/// <code>
///   query ─► SourceBuckets ─► fault? ─► error
///                              └─► ping, find_node, get_peers, announce_peer ─► reply, as long as ReplyAllowance lets it be ─► SendBudget
/// </code>
/// </summary>
internal sealed class Responder
{
    private readonly DhtNode _node;
    private readonly DhtWorld _world;
    private readonly SipHash _hash;
    private readonly Tokens _tokens;
    private readonly SourceBuckets _sources;
    private readonly ProvenAddresses _proven;
    private readonly SendBudget _budget;

    internal Responder(DhtNode node, DhtWorld world)
    {
        (_node, _world) = (node, world);
        Span<byte> key = stackalloc byte[SipHash.KeyLength];
        world.Secrets.Fill(key);
        _hash = new SipHash(key);
        _tokens = new Tokens(world.Secrets);
        _sources = new SourceBuckets(_hash, node.Options.QueriesPerAddress);
        _proven = new ProvenAddresses(_hash);
        _budget = new SendBudget(node.Options.AnswerRate);
        Store = NewStore();
    }

    /// <summary>Peers that others announced to us.</summary>
    public PeerStore Store { get; private set; }

    public ResponderCounters Counters { get; } = new();

    /// <summary>It sent back a secret of ours.</summary>
    public void OnProven(Endpoint from) => _proven.Add(from, _node.Now);

    /// <summary>What was stored was near our old id.</summary>
    public void OnNewId() => Store = NewStore();

    /// <summary>Forgets what is old, a part each time.</summary>
    public void Expire(TimeSpan now) => Store.Expire(now);

    /// <summary>Writes the answer; returns its length, 0 where silence is the answer.</summary>
    public int Answer(in KrpcMessage query, Endpoint from, int queryLength, Span<byte> packet)
    {
        var now = _node.Now;
        if (!_sources.TryTake(from, now))
        {
            Counters.Limited++;
            return 0;
        }

        var isProven = !_node.Options.IsGuarded || _proven.Contains(from, now);
        var allowance = new ReplyAllowance(queryLength, isProven);
        var length = Write(query, from, allowance, packet[..allowance.Length], now);
        if (!_budget.TryTake(length, isProven, now))
        {
            Counters.Unsent++;
            return 0;
        }

        return length;
    }

    private int Write(in KrpcMessage query, Endpoint from, ReplyAllowance allowance, Span<byte> packet, TimeSpan now)
    {
        if (_node.Options.ReadOnly == ReadOnlyMode.Always)
        {
            return 0;
        }

        if (query.Fault != KrpcErrorCode.None)
        {
            return Refuse(query, from, packet, query.Fault, query.FaultText);
        }

        if (!query.IsReadOnly && query.Id != _node.Id)
        {
            _node.Upkeep.OnAsker(new NodeContact(query.Id, from));
        }

        switch (query.Method)
        {
            case KrpcMethod.Ping:
                Counters.Pings++;
                return Reply(packet, Header(query, from));
            case KrpcMethod.GetPeers:
                Counters.GetPeers++;
                return Give(query, from, allowance, packet, now);
            case KrpcMethod.AnnouncePeer:
                Counters.Announces++;
                return Take(query, from, packet, now);
            default:
                Counters.FindNodes++;
                return Give(query, from, allowance, packet, now);
        }
    }

    private int Give(in KrpcMessage query, Endpoint from, ReplyAllowance allowance, Span<byte> packet, TimeSpan now)
    {
        var isStored = query.Method == KrpcMethod.GetPeers && Store.CountOf(query.Target) > 0;
        var parts = allowance.Divide(query, from, _node.Options.Version.Length, isStored);
        Span<NodeContact> nodes = stackalloc NodeContact[Math.Max(0, parts.Nodes)];
        Span<NodeContact> nodes6 = stackalloc NodeContact[Math.Max(0, parts.Nodes6)];
        var reply = Header(query, from) with
        {
            HasNodes = parts.Nodes >= 0,
            HasNodes6 = parts.Nodes6 >= 0,
            Nodes = nodes[..Closest(isIPv4: true, query.Target, nodes)],
            Nodes6 = nodes6[..Closest(isIPv4: false, query.Target, nodes6)],
        };
        if (query.Method != KrpcMethod.GetPeers)
        {
            return Reply(packet, reply);
        }

        Span<byte> token = stackalloc byte[Tokens.Length];
        _tokens.Write(token, from, query.Target, now);
        Span<byte> seeds = stackalloc byte[parts.HasFilters ? BloomFilter.Length : 0];
        Span<byte> others = stackalloc byte[parts.HasFilters ? BloomFilter.Length : 0];
        if (parts.HasFilters)
        {
            seeds.Clear();
            others.Clear();
            Store.Fill(query.Target, new BloomFilter(seeds), new BloomFilter(others), now);
        }

        Span<Endpoint> values = stackalloc Endpoint[query.WantsScrape ? 0 : Math.Min(parts.Values, Limits.ValuesMost)];
        return Reply(packet, reply with
        {
            // Who gets none announces to others, where there is room (BEP 33).
            Token = Store.Accepts(query.Target, from, now) ? token : default,
            SeedFilter = seeds,
            PeerFilter = others,
            Values = values[..Store.Sample(query.Target, query.NoSeed, _world.Chance, values, now)],
        });
    }

    private int Take(in KrpcMessage query, Endpoint from, Span<byte> packet, TimeSpan now)
    {
        if (!_tokens.IsValid(query.Token, from, query.Target, now))
        {
            return Refuse(query, from, packet, KrpcErrorCode.Protocol, "bad token"u8);
        }

        _proven.Add(from, now);
        var port = query.ImpliedPort ? from.Port : query.Port;
        if (port == 0)
        {
            return Refuse(query, from, packet, KrpcErrorCode.Protocol, "no port"u8);
        }

        return Store.Announce(query.Target, from.WithPort(port), query.IsSeed, now)
            ? Reply(packet, Header(query, from))
            : Refuse(query, from, packet, KrpcErrorCode.Server, "no room for more peers"u8);
    }

    private int Closest(bool isIPv4, NodeId target, Span<NodeContact> into) => into.IsEmpty ? 0 : _node.NodeOf(isIPv4)?.Table.Closest(target, into) ?? 0;

    private KrpcReply Header(in KrpcMessage query, Endpoint from) =>
        new() { TransactionId = query.TransactionId, Id = _node.Id, Requester = from, Version = _node.Options.Version };

    private int Refuse(in KrpcMessage query, Endpoint from, Span<byte> packet, KrpcErrorCode code, ReadOnlySpan<byte> text)
    {
        Counters.Refused++;
        KrpcWriter.TryWrite(packet, new KrpcError { TransactionId = query.TransactionId, Code = code, Text = text, Requester = from, Version = _node.Options.Version }, out var length);
        return length;
    }

    private static int Reply(Span<byte> packet, in KrpcReply reply)
    {
        KrpcWriter.TryWrite(packet, reply, out var length);
        return length;
    }

    private PeerStore NewStore() => new(_node.Id, _hash, _node.Options.Store);
}
