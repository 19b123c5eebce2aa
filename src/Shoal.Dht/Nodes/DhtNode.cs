using System.Buffers.Binary;
using Shoal.Dht.Calls;
using Shoal.Dht.Ids;
using Shoal.Dht.Lookups;
using Shoal.Dht.Messages;
using Shoal.Dht.Rates;
using Shoal.Dht.Routing;
using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Dht.Nodes;

/// <summary>
/// One node of the DHT: an id, a UDP port of one family and a table (BEP 5, 32, 45).
/// <code>
///   packet ─► KrpcReader ─┬─ query ─► Responder ─► reply
///                         └─ reply ─► CallTable ─► who asked: Lookup, Announcement, Upkeep ─► flush: next queries
///                                        └─► RoutingTable: it answered
/// </code>
/// </summary>
internal sealed class DhtNode : IDatagramHandler, IFlushable
{
    private readonly DhtWorld _world;
    private readonly QueryBudget _budget;
    private readonly KrpcReader _reader = new();
    private readonly byte[] _packet = new byte[Limits.PacketLength];
    private readonly Queue<Lookup> _ready = new();

    /// <summary>Lookups that the budget keeps waiting.</summary>
    private readonly Queue<Lookup> _waiting = new();
    private readonly LoopTimer _deadlines;
    private readonly LoopTimer _refill;
    private readonly CallTable _calls;
    private IDatagrams _port = null!;

    /// <summary>When the deadlines are looked at next; null where nothing is out.</summary>
    private TimeSpan? _armedFor;
    private bool _isFlushing;

    private DhtNode(DhtWorld world, NodeId id, bool isIPv4, NodeOptions options, QueryBudget budget)
    {
        (_world, Options, _budget) = (world, options, budget);
        _calls = new CallTable(world.Secrets);
        _deadlines = world.Loop.CreateTimer(OnDeadlines);
        _refill = world.Loop.CreateTimer(OnRefill);
        Table = new RoutingTable(id, isIPv4, world.Chance, options.Routing);
        Responder = new Responder(this, world);
        Upkeep = new Upkeep(this, world);
    }

    /// <summary>Our address, as it was bound.</summary>
    public Endpoint Local => _port.Local;

    public NodeOptions Options { get; }

    public RoutingTable Table { get; }

    public NodeId Id => Table.Self;

    public Upkeep Upkeep { get; }

    public Responder Responder { get; }

    public NodeCounters Counters { get; } = new();

    /// <summary>The client's node of the other family, whose table we answer from too (BEP 32).</summary>
    public DhtNode? Sibling { get; set; }

    /// <summary>Ourselves or the sibling, whoever is of that family.</summary>
    public DhtNode? NodeOf(bool isIPv4) => Local.IsIPv4 == isIPv4 ? this : Sibling;

    /// <summary>The node of the other family knows hardly anybody: whom we ask may know somebody for it (BEP 32).</summary>
    public bool IsSiblingLonely => Sibling is { } sibling && sibling.Table.Count < Limits.Lonely;

    public TimeSpan Now => _world.Loop.Now;

    /// <summary>Queries that are out.</summary>
    public int Asking => _calls.Count;

    /// <summary>After how long an answer is late.</summary>
    public TimeSpan LateAfter => _calls.Times.Late;

    /// <summary>The distance (its first 64 bits) within which K nodes are to be expected; 0 while we know too little of the network.</summary>
    public ulong ExpectedRadius => Table.EstimateSize() is >= Limits.SizeThatTells and var size ? (ulong)(Limits.K / size * ulong.MaxValue) : 0;

    /// <summary>Opens a port; null with the reason where it cannot be had.</summary>
    public static DhtNode? Open(DhtWorld world, Endpoint local, NodeId? saved, NodeOptions options, QueryBudget budget, out string? failure)
    {
        var node = new DhtNode(world, options.FixedId ?? saved ?? SecureId.MakeRandom(world.Secrets), local.IsIPv4, options, budget);
        if (world.Transport.OpenDatagrams(world.Loop, local, node, out failure) is not { } port)
        {
            return null;
        }

        node._port = port;
        node.Upkeep.Start();
        return node;
    }

    /// <summary>Asks a node something, in our name; false where the budget, or the number of queries that may be out, does not allow it now.</summary>
    public bool TryAsk(Endpoint to, NodeId? expected, ICaller caller, object? tag, in KrpcQuery query)
    {
        if (_calls.IsFull || !_budget.TryTake(Now))
        {
            return false;
        }

        Send(to, expected, caller, tag, query);
        return true;
    }

    /// <summary>Tells a node something at the end of a lookup: it counts against the budget, and does not wait for it.</summary>
    public bool TryTell(NodeContact to, ICaller caller, in KrpcQuery query)
    {
        if (_calls.IsFull)
        {
            return false;
        }

        _budget.Take(Now);
        Send(to.Endpoint, to.Id, caller, null, query);
        return true;
    }

    /// <summary>A lookup may have something to do, at the end of this batch.</summary>
    public void Run(Lookup lookup)
    {
        _ready.Enqueue(lookup);
        if (!_isFlushing)
        {
            _isFlushing = true;
            _world.Loop.FlushLater(this);
        }
    }

    /// <summary>A lookup goes on when the budget allows it.</summary>
    public void RunLater(Lookup lookup)
    {
        _waiting.Enqueue(lookup);
        _refill.Arm(_calls.IsFull ? Limits.CallsRest : _budget.Wait(Now));
    }

    public void FlushOnLoop()
    {
        _isFlushing = false;
        while (_ready.TryDequeue(out var lookup))
        {
            lookup.Advance();
        }
    }

    public void OnDatagram(Endpoint from, ReadOnlySpan<byte> datagram)
    {
        Counters.OnReceived(datagram.Length);
        if (from.Port == 0 || !_reader.TryRead(datagram, out var message))
        {
            Counters.Junk++;
        }
        else if (message.Kind == KrpcKind.Query)
        {
            Upkeep.Reach.OnQuery(from, Now);
            var length = Responder.Answer(message, from, datagram.Length, _packet);
            if (length > 0)
            {
                Counters.OnSent(length);
                _port.Send(from, _packet.AsSpan(0, length));
            }
        }
        else
        {
            OnAnswer(from, message);
        }
    }

    /// <summary>May be asked: not ourselves, of our family, and nobody whom the teller must not name.</summary>
    public bool IsWorthAsking(NodeContact contact, Endpoint teller) =>
        contact.Id != Id && contact.Endpoint != Local && contact.Endpoint.IsIPv4 == Local.IsIPv4
        && AddressNetwork.MayBeToldBy(contact.Endpoint, teller);

    /// <summary>Nodes of the other family, which an answer to us named, for who has none.</summary>
    public void OfferSibling(in KrpcMessage reply, Endpoint teller)
    {
        if (!IsSiblingLonely)
        {
            return;
        }

        var offered = 0;
        foreach (var contact in reply.Contacts(!Local.IsIPv4))
        {
            if (Sibling!.IsWorthAsking(contact, teller) && offered++ < Limits.OfferedToSibling)
            {
                Sibling.Upkeep.Suggest(contact.Endpoint);
            }
        }
    }

    /// <summary>Another id, since our address is another (BEP 42); whom we know stays known.</summary>
    public void Become(NodeId id)
    {
        Table.MoveTo(id, Now);
        Responder.OnNewId();
    }

    public void Close()
    {
        _deadlines.Disarm();
        _refill.Disarm();
        Upkeep.Stop();
        _port.Close();
    }

    private void Send(Endpoint to, NodeId? expected, ICaller caller, object? tag, in KrpcQuery query)
    {
        var call = _calls.Begin(to, expected, caller, tag, Now);
        Span<byte> transaction = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(transaction, call.Transaction);
        var whole = query with { TransactionId = transaction, Id = Id, IsReadOnly = Upkeep.Reach.IsReadOnly, Version = Options.Version };
        Invariant.Check(KrpcWriter.TryWrite(_packet, whole, out var length));
        Upkeep.Reach.OnAsked(to, Now);
        Counters.OnSent(length);
        _port.Send(to, _packet.AsSpan(0, length));
        if (_armedFor is null || _calls.NextDue < _armedFor)
        {
            ArmDeadlines();
        }
    }

    private void OnAnswer(Endpoint from, in KrpcMessage message)
    {
        if (message.TransactionId.Length != sizeof(uint)
            || _calls.Find(BinaryPrimitives.ReadUInt32BigEndian(message.TransactionId), from) is not { } call)
        {
            Counters.Strays++;
            return;
        }

        var reason = message.Kind == KrpcKind.Error ? "refused"
            : message.Fault != KrpcErrorCode.None ? "malformed"
            : message.Id == Id ? "ours"
            : call.Expected is { } expected && expected != message.Id ? "another"
            : null;
        if (reason is null)
        {
            var took = Now - call.Sent;
            _calls.Times.Add(took);
            var contact = new NodeContact(message.Id, from);
            Table.OnReply(contact, took, Now);
            Upkeep.OnAnswered(contact, message);
            Responder.OnProven(from);
            call.Caller.OnReply(call, message);
        }
        else
        {
            Counters.Refused++;
            if (call.Expected is { } gone && message.Kind != KrpcKind.Error)
            {
                Table.OnTimeout(new NodeContact(gone, from), Now);
            }

            call.Caller.OnFailure(call, reason);
        }

        _calls.End(call);
    }

    private void OnDeadlines()
    {
        var now = Now;
        while (_calls.TryLate(now, out var call))
        {
            call.Caller.OnLate(call);
        }

        while (_calls.TryLost(now, out var call))
        {
            Counters.Lost++;
            if (call.Expected is { } silent)
            {
                Table.OnTimeout(new NodeContact(silent, call.To), now);
            }

            call.Caller.OnFailure(call, "silent");
            _calls.End(call);
        }

        ArmDeadlines();
    }

    private void ArmDeadlines()
    {
        _armedFor = _calls.NextDue;
        if (_armedFor is { } due)
        {
            _deadlines.Arm(due - Now);
        }
    }

    private void OnRefill()
    {
        for (var i = _waiting.Count; i > 0; i--)
        {
            Run(_waiting.Dequeue());
        }
    }
}
