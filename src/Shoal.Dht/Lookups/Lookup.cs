using Shoal.Dht.Calls;
using Shoal.Dht.Messages;
using Shoal.Dht.Nodes;
using Shoal.Runtime;

namespace Shoal.Dht.Lookups;

/// <summary>
/// One walk towards a target. A few queries are out at any time, always to the nearest that have yet to be asked; one that is late makes room for the next.
/// It is over when the nearest that live have all answered (<see cref="Candidates"/>), whoever is late then.
/// </summary>
internal sealed class Lookup : ICaller
{
    private readonly DhtNode _node;
    private readonly ILookupHandler _handler;
    private readonly Candidates _candidates;
    private readonly TimeSpan _began;

    /// <summary>Queries that are out and not late.</summary>
    private int _waiting;

    /// <summary>Those of them that went to addresses without an id, or by a detour: whoever is there may know nearer nodes than all that are known.</summary>
    private int _unnamed;

    /// <summary>Questions for nodes beside the target.</summary>
    private int _detours;

    /// <summary>Somebody named peers.</summary>
    private bool _hasFound;

    internal Lookup(DhtNode node, NodeId target, LookupKind kind, ILookupHandler handler)
    {
        (_node, Target, Kind, _handler) = (node, target, kind, handler);
        _candidates = new Candidates(target, node.ExpectedRadius, node.Options.IsGuarded);
        _began = node.Now;
    }

    public NodeId Target { get; }

    public LookupKind Kind { get; }

    public DhtNode Node => _node;

    /// <summary>Since it was begun.</summary>
    public TimeSpan Elapsed => _node.Now - _began;

    /// <summary>Queries sent.</summary>
    public int Queries { get; private set; }

    public bool IsOver { get; private set; }

    /// <summary>It asks nodes for the torrent's seeds to be left out (BEP 33 "noseed").</summary>
    public bool NoSeeds { get; init; }

    /// <summary>Nodes, nearest first, with what became of them.</summary>
    public IReadOnlyList<Candidate> Nodes => _candidates.Sorted;

    /// <summary>Whom an announce goes to.</summary>
    public List<Candidate> Keepers() => _candidates.Keepers();

    /// <summary>Begins with the nearest of the table, and with addresses of which no id is known.</summary>
    public void Start(IEnumerable<Endpoint> entrances)
    {
        Span<NodeContact> nearest = stackalloc NodeContact[Limits.Entrances];
        foreach (var contact in nearest[.._node.Table.Closest(Target, nearest)])
        {
            _candidates.Add(contact);
        }

        foreach (var entrance in entrances)
        {
            TryAsk(entrance, null, null, Question);
        }

        _node.Run(this);
    }

    /// <summary>Asks whom it may, and ends where nobody is left to wait for. Called by the node alone.</summary>
    public void Advance()
    {
        // Who is told of nobody looks further: the nearest may be an attacker's, or have come after the announces.
        _candidates.Enough = Kind == LookupKind.Peers && !_hasFound ? 2 * Limits.K : Limits.K;
        while (!IsOver && _waiting < Limits.Parallel && _candidates.Next() is { } next)
        {
            if (Queries >= Limits.QueriesPerLookup)
            {
                break;
            }

            if (!TryAsk(next.Contact.Endpoint, next.Contact.Id, next, Question))
            {
                _node.RunLater(this);
                return;
            }

            next.State = CandidateState.Asked;
        }

        while (!IsOver && Kind == LookupKind.Peers && !_hasFound && _waiting < Limits.Parallel && Queries < Limits.QueriesPerLookup && Detour())
        {
        }

        if (!IsOver && (_waiting == 0 || (_unnamed == 0 && _candidates.IsSettled)))
        {
            IsOver = true;
            _handler.OnEnd(this);
        }
    }

    public void OnReply(Call call, in KrpcMessage reply)
    {
        OnHeard(call);
        if (IsOver)
        {
            return;
        }

        var from = new NodeContact(reply.Id, call.To);
        var candidate = call.Tag as Candidate ?? _candidates.Add(from);
        candidate?.Answer(reply.Token);
        var taken = 0;
        foreach (var contact in reply.Contacts(_node.Local.IsIPv4))
        {
            if (taken++ == Limits.NodesTaken)
            {
                break;
            }

            if (_node.IsWorthAsking(contact, call.To))
            {
                _candidates.Add(contact);
            }
        }

        _hasFound |= reply.Values.GetEnumerator().MoveNext();
        _node.OfferSibling(reply, call.To);
        _handler.OnAnswer(this, from, reply);
        _node.Run(this);
    }

    public void OnLate(Call call)
    {
        StopWaiting(call);
        if (call.Tag is Candidate { State: CandidateState.Asked } candidate)
        {
            candidate.State = CandidateState.Late;
        }

        _node.Run(this);
    }

    public void OnFailure(Call call, string reason)
    {
        OnHeard(call);
        if (call.Tag is Candidate candidate)
        {
            candidate.State = CandidateState.Failed;
        }

        _node.Run(this);
    }

    private bool Detour()
    {
        var isAsked = _detours < Limits.Detours && _candidates.TryDetour(_detours, out var via, out var beside)
            && TryAsk(via.Endpoint, via.Id, null, new KrpcQuery { Method = KrpcMethod.FindNode, Target = beside });
        _detours += isAsked ? 1 : 0;
        return isAsked;
    }

    private bool TryAsk(Endpoint to, NodeId? expected, Candidate? candidate, in KrpcQuery query)
    {
        if (!_node.TryAsk(to, expected, this, candidate, query))
        {
            return false;
        }

        Queries++;
        _waiting++;
        _unnamed += candidate is null ? 1 : 0;
        return true;
    }

    private void OnHeard(Call call)
    {
        if (!call.IsLate)
        {
            StopWaiting(call);
        }
    }

    private void StopWaiting(Call call)
    {
        _waiting--;
        _unnamed -= call.Tag is null ? 1 : 0;
    }

    /// <summary>The caller no longer wants to know.</summary>
    public void Cancel() => IsOver = true;

    private KrpcQuery Question => new()
    {
        Method = Kind == LookupKind.Nodes ? KrpcMethod.FindNode : KrpcMethod.GetPeers,
        Target = Target,
        WantsScrape = Kind == LookupKind.Scrape,
        NoSeed = NoSeeds,
        WantsV4 = _node.IsSiblingLonely,
        WantsV6 = _node.IsSiblingLonely,
    };
}
