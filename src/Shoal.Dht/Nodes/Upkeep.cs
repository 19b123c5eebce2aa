using Shoal.Dht.Calls;
using Shoal.Dht.Ids;
using Shoal.Dht.Lookups;
using Shoal.Dht.Messages;
using Shoal.Runtime;

namespace Shoal.Dht.Nodes;

/// <summary>Keeps a node's table full of nodes that live, with few packets: one question a turn at most.</summary>
internal sealed class Upkeep : ICaller, ILookupHandler
{
    private readonly DhtNode _node;
    private readonly DhtWorld _world;
    private readonly Newcomers _newcomers;
    private readonly AddressVoter _voter = new();
    private readonly LoopTimer _turn;
    private TimeSpan _nextWalk;
    private Lookup? _walk;
    private bool _isNewcomersTurn;

    internal Upkeep(DhtNode node, DhtWorld world)
    {
        (_node, _world) = (node, world);
        _newcomers = new Newcomers(world.Chance);
        _turn = world.Loop.CreateTimer(OnTurn);
        Reach = new Reach(node.Options.ReadOnly, world.Loop.Now);
    }

    public Reach Reach { get; }

    /// <summary>Our address as others see it, most votes; null while nobody told.</summary>
    public Endpoint? External => _voter.External;

    /// <summary>We know others, and looked for who is near us.</summary>
    public bool HasJoined { get; private set; }

    /// <summary>Hears when that becomes so.</summary>
    public Action? Joined { get; set; }

    public void Start() => _turn.Arm(Jittered(Limits.Turn));

    public void Stop() => _turn.Disarm();

    /// <summary>Finds who is near us, and by that makes us known to them. Entrances are asked where the table knows nobody.</summary>
    public void Join(IEnumerable<Endpoint> entrances)
    {
        _walk = new Lookup(_node, _node.Id, LookupKind.Nodes, this);
        _walk.Start(entrances);
    }

    /// <summary>An unknown node is said to be somewhere: it is asked, unless the table has no room for it.</summary>
    public void Suggest(Endpoint endpoint)
    {
        if (endpoint.IsIPv4 == _node.Local.IsIPv4 && endpoint != _node.Local)
        {
            Ask(endpoint, null, _node.Id);
        }
    }

    /// <summary>A node asked us: it may come into the table by an answer of its own.</summary>
    public void OnAsker(NodeContact contact)
    {
        _node.Table.OnQuery(contact, _node.Now);
        if (_node.IsWorthAsking(contact, contact.Endpoint) && _node.Table.Wants(contact))
        {
            var isLonely = _node.Table.Count < Limits.Lonely;
            _newcomers.Add(contact, _node.Id.SharedBits(contact.Id), isLonely || Reach.WasAsked(contact.Endpoint, _node.Now) ? _node.Now : _node.Now + Limits.RouterMemory);
            if (isLonely)
            {
                TakeNewcomer();
            }
        }
    }

    /// <summary>A node answered us, and may say who we are.</summary>
    public void OnAnswered(NodeContact contact, in KrpcMessage reply)
    {
        if (!HasJoined && _walk is null)
        {
            // The first of all answered when nobody waited for it any more.
            Join([]);
        }

        if (_node.Options.FixedId is null && reply.ExternalAddress is { } address && address.IsIPv4 == _node.Local.IsIPv4 && _voter.Add(contact.Endpoint, address)
            && _voter.External is { } winner && !SecureId.IsSecure(_node.Id, winner))
        {
            _node.Become(SecureId.Make(winner, _world.Secrets));
        }
    }

    /// <summary>Nodes that a neighbour knows and we do not are asked in the next turns.</summary>
    public void OnReply(Call call, in KrpcMessage reply)
    {
        var taken = 0;
        foreach (var contact in reply.Contacts(_node.Local.IsIPv4))
        {
            if (_node.IsWorthAsking(contact, call.To) && _node.Table.Wants(contact) && taken++ < Limits.Hearsay)
            {
                _newcomers.Add(contact, _node.Id.SharedBits(contact.Id), _node.Now);
            }
        }
    }

    public void OnLate(Call call)
    {
    }

    public void OnFailure(Call call, string reason)
    {
    }

    public void OnAnswer(Lookup lookup, NodeContact from, in KrpcMessage reply)
    {
    }

    public void OnEnd(Lookup lookup)
    {
        _walk = _walk == lookup ? null : _walk;
        if (!HasJoined && _node.Table.Count > 0)
        {
            HasJoined = true;
            Joined?.Invoke();
        }
    }

    private void OnTurn()
    {
        var now = _node.Now;
        Reach.Judge(now);
        _node.Responder.Expire(now);
        Walk(now);
        // In turns: newcomers, of whom there may always be some, do not keep the dead in their places.
        _isNewcomersTurn = !_isNewcomersTurn;
        _ = _isNewcomersTurn ? TakeNewcomer() || AskStale(now) : AskStale(now) || TakeNewcomer();
        _turn.Arm(Jittered(Limits.Turn));
    }

    private void Walk(TimeSpan now)
    {
        if (now >= _nextWalk && _walk is null && _node.Table.Count > 0)
        {
            var isThin = _node.Table.TryThinBucket(now, out var thin);
            _nextWalk = now + Jittered(isThin ? Limits.WalkSoon : Limits.WalkEvery);
            _walk = new Lookup(_node, isThin ? thin : _node.Id, LookupKind.Nodes, this);
            _walk.Start([]);
        }
    }

    private bool AskStale(TimeSpan now)
    {
        var isStale = _node.Table.TryStale(now, out var stale, out var target);
        if (isStale)
        {
            Ask(stale.Endpoint, stale.Id, target);
        }

        return isStale;
    }

    private bool TakeNewcomer()
    {
        if (!_newcomers.TryTake(_node.Now, out var newcomer))
        {
            return false;
        }

        Ask(newcomer.Endpoint, newcomer.Id, _node.Id);
        return true;
    }

    private void Ask(Endpoint to, NodeId? expected, NodeId target) =>
        _node.TryAsk(to, expected, this, null, new KrpcQuery { Method = KrpcMethod.FindNode, Target = target });

    private TimeSpan Jittered(TimeSpan time) => time / 2 + time / 1000 * _world.Chance.Below(1000);
}
