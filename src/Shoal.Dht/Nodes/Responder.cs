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
        _sources = new SourceBuckets(_hash);
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

        var length = Write(query, from, queryLength, packet[..Limits.SentLength], now);
        if (!_budget.TryTake(length, _proven.Contains(from, now), now))
        {
            Counters.Unsent++;
            return 0;
        }

        return length;
    }

    private int Write(in KrpcMessage query, Endpoint from, int queryLength, Span<byte> packet, TimeSpan now)
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
                return GivePeers(query, from, queryLength, packet, now);
            case KrpcMethod.AnnouncePeer:
                Counters.Announces++;
                return Take(query, from, packet, now);
            default:
                Counters.FindNodes++;
                return GiveNodes(query, from, packet);
        }
    }

    private int GiveNodes(in KrpcMessage query, Endpoint from, Span<byte> packet)
    {
        Span<NodeContact> nodes = stackalloc NodeContact[Limits.K];
        Span<NodeContact> nodes6 = stackalloc NodeContact[Limits.K];
        var (has4, has6) = FindNodes(query, ref nodes, ref nodes6);
        return Reply(packet, Header(query, from) with { HasNodes = has4, HasNodes6 = has6, Nodes = nodes, Nodes6 = nodes6 });
    }

    private int GivePeers(in KrpcMessage query, Endpoint from, int queryLength, Span<byte> packet, TimeSpan now)
    {
        Span<byte> token = stackalloc byte[Tokens.Length];
        _tokens.Write(token, from, query.Target, now);
        Span<NodeContact> nodes = stackalloc NodeContact[Limits.K];
        Span<NodeContact> nodes6 = stackalloc NodeContact[Limits.K];
        var (has4, has6) = FindNodes(query, ref nodes, ref nodes6);
        var header = Header(query, from) with
        {
            HasNodes = has4,
            HasNodes6 = has6,
            Nodes = nodes,
            Nodes6 = nodes6,
            // Who gets none announces to others, where there is room (BEP 33).
            Token = Store.Accepts(query.Target, from, now) ? token : default,
        };
        var length = Reply(packet, header);
        var room = ReplyAllowance(queryLength, from, now) - length;
        if (query.WantsScrape)
        {
            Span<byte> seeds = stackalloc byte[BloomFilter.Length];
            Span<byte> peers = stackalloc byte[BloomFilter.Length];
            seeds.Clear();
            peers.Clear();
            return room >= 2 * BloomFilter.Length && Store.Fill(query.Target, new BloomFilter(seeds), new BloomFilter(peers), now)
                ? Reply(packet, header with { SeedFilter = seeds, PeerFilter = peers })
                : length;
        }

        var each = (from.IsIPv4 ? CompactEndpoint.LengthV4 : CompactEndpoint.LengthV6) + Limits.ValueOverhead;
        Span<Endpoint> values = stackalloc Endpoint[Math.Clamp(room / each, 0, Limits.ValuesMost)];
        var found = Store.Sample(query.Target, query.NoSeed, _world.Chance, values, now);
        return found == 0 ? length : Reply(packet, header with { Values = values[..found] });
    }

    private int Take(in KrpcMessage query, Endpoint from, Span<byte> packet, TimeSpan now)
    {
        if (!_tokens.IsValid(query.Token, from, query.Target, now))
        {
            Counters.BadTokens++;
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

    /// <summary>The nearest nodes of the families that are asked for; where none is named, of the packet's own (BEP 32).</summary>
    private (bool Has4, bool Has6) FindNodes(in KrpcMessage query, ref Span<NodeContact> nodes, ref Span<NodeContact> nodes6)
    {
        var isOwn = !query.WantsV4 && !query.WantsV6;
        var has4 = isOwn ? _node.Local.IsIPv4 : query.WantsV4;
        var has6 = isOwn ? !_node.Local.IsIPv4 : query.WantsV6;
        nodes = nodes[..(has4 && _node.NodeOf(isIPv4: true) is { } four ? four.Table.Closest(query.Target, nodes) : 0)];
        nodes6 = nodes6[..(has6 && _node.NodeOf(isIPv4: false) is { } six ? six.Table.Closest(query.Target, nodes6) : 0)];
        return (has4, has6);
    }

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

    private int ReplyAllowance(int queryLength, Endpoint from, TimeSpan now) => _proven.Contains(from, now) ? Limits.SentLength : 4 * queryLength;

    private PeerStore NewStore() => new(_node.Id, _hash, _node.Options.Store);
}
