using Shoal.Client.Banning;
using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>
/// The addresses known for one torrent: whom to dial next, and whom to forget where there are too many.
/// <code>
///   Add ─► ready ─TakeDue─► busy ─Rest─► resting ─time─► ready       a full book forgets the worst of those that are not busy
/// </code>
/// </summary>
/// <param name="chance">Ranks addresses while our own is not known.</param>
/// <param name="listenPort">Where we listen: our own address, and BEP 40 within one host.</param>
/// <param name="most">Entries.</param>
internal sealed class PeerBook(IChance chance, int listenPort, int most = Limits.KnownPeers)
{
    private readonly Dictionary<Endpoint, KnownPeer> _byEndpoint = [];
    private readonly SortedSet<KnownPeer> _ready = new(KnownPeerOrders.Dialling);
    private readonly SortedSet<KnownPeer> _resting = new(KnownPeerOrders.Resting);

    /// <summary>All that are not busy: the ready, the resting, and the seeds that a seed does not dial.</summary>
    private readonly SortedSet<KnownPeer> _idle = new(KnownPeerOrders.Forgetting);

    private readonly EndpointTally _hosts = new();
    private readonly EndpointTally _tellers = new();
    private readonly EndpointTally _networksTold = new();
    private readonly AddressVotes _ours = new();
    private PeerSources _allowed = (PeerSources)~0;
    private int _lastNumber;
    private IReadOnlyList<(string Address, string? LastFailure)>? _unreached;

    /// <summary>Those remembered, in no order.</summary>
    public IReadOnlyCollection<KnownPeer> All => _byEndpoint.Values;

    /// <summary>Addresses whose last attempt failed, with why. Made anew only when an attempt has ended since.</summary>
    public IReadOnlyList<(string Address, string? LastFailure)> Unreached =>
        _unreached ??= [.. _byEndpoint.Values.Where(k => k.Failures > 0).Select(k => (k.Endpoint.ToString(), k.LastFailure))];

    public BanList Bans { get; } = new();

    /// <summary>How often a dial or a connection came to nothing.</summary>
    public int FailureCount { get; private set; }

    /// <summary>We are a seed: who wants nothing is not dialled.</summary>
    public bool IsSeeding
    {
        get;
        set
        {
            if (field != value)
            {
                field = value;
                Reorder(static _ => { });
            }
        }
    }

    /// <summary>
    /// An address may still lead to a peer, or there are liars that must not be forgotten. A seed gives addresses up that never answer; a leecher
    /// gives up nothing.
    /// </summary>
    public bool HasHope => Bans.Liars.Any() || (IsSeeding
        ? _byEndpoint.Values.Any(static known => !known.IsUploadOnly && (known.IsOfUser || known.Failures < Limits.HopelessDials))
        : _byEndpoint.Count > 0);

    /// <summary>The torrent is private (BEP 27).</summary>
    public bool IsPrivate => _allowed == PeerSources.Private;

    /// <summary>False for an address of a private torrent that neither a tracker nor the user told of.</summary>
    public bool Allows(KnownPeer known) => (known.Sources & _allowed) != PeerSources.None;

    /// <summary>BEP 27: from now on only the tracker and the user are heard, and what others told is forgotten.</summary>
    public void BecomePrivate()
    {
        _allowed = PeerSources.Private;
        foreach (var known in _byEndpoint.Values.Where(k => (k.Sources & _allowed) == PeerSources.None).ToArray())
        {
            Forget(known);
        }
    }

    /// <summary>Remembers an address; false where it is known, cannot be dialled, or is worth less than all of a full book.</summary>
    /// <param name="endpoint">Where it listens.</param>
    /// <param name="source">Who told.</param>
    /// <param name="isV2">It was found in the v2 swarm of a hybrid (BEP 52).</param>
    public bool Add(Endpoint endpoint, PeerSources source, bool isV2 = false)
    {
        if (endpoint.Port == 0 || AddressScopes.ScopeOf(endpoint) == AddressScope.None || (source & _allowed) == PeerSources.None
            || Bans.HasAddress(endpoint) || endpoint == OursFor(endpoint)
            || (source == PeerSources.Dht && endpoint.Port < Limits.FirstToldPort && AddressScopes.ScopeOf(endpoint) == AddressScope.Global))
        {
            return false;
        }

        if (_byEndpoint.TryGetValue(endpoint, out var known))
        {
            Change(known, () =>
            {
                Unattribute(known);
                known.Sources |= source;
            });
            return false;
        }

        return Insert(new KnownPeer(endpoint, ++_lastNumber) { Sources = source, IsV2 = isV2 });
    }

    /// <summary>
    /// BEP 11: a peer told of another. It may lie, to fill the book or to have us dial a victim: so a teller's and a network's entries are counted,
    /// a host is taken once, and neither low ports nor addresses of a private network are taken from outside of it.
    /// </summary>
    public bool AddTold(Endpoint endpoint, Endpoint teller, bool isUploadOnly)
    {
        if (_byEndpoint.TryGetValue(endpoint, out var known))
        {
            Change(known, () =>
            {
                known.Sources |= PeerSources.Exchange & _allowed;
                known.IsUploadOnly = known.IsBusy ? known.IsUploadOnly : isUploadOnly;
            });
            return false;
        }

        var host = AddressScopes.HostOf(teller);
        var scope = AddressScopes.ScopeOf(endpoint);
        var isGlobal = scope == AddressScope.Global;
        if (scope == AddressScope.None || endpoint.Port == 0 || !_allowed.HasFlag(PeerSources.Exchange) || Bans.HasAddress(endpoint)
            || endpoint == OursFor(endpoint) || _tellers[host] >= Limits.ToldByOne
            || (isGlobal && (endpoint.Port < Limits.FirstToldPort || _hosts[endpoint.WithPort(0)] > 0 || _networksTold[AddressScopes.NetworkOf(endpoint)] >= Limits.ToldOfNetwork))
            || scope < AddressScopes.ScopeOf(teller))
        {
            return false;
        }

        return Insert(new KnownPeer(endpoint, ++_lastNumber) { Sources = PeerSources.Exchange, IsUploadOnly = isUploadOnly, Teller = host });
    }

    /// <summary>True where an address is due.</summary>
    public bool HasDue(TimeSpan now)
    {
        while (_resting.Min is { } rested && rested.NextDial <= now)
        {
            _resting.Remove(rested);
            _ready.Add(rested);
        }

        return _ready.Count > 0;
    }

    /// <summary>The best address that is due; it is busy until <see cref="Rest"/>.</summary>
    public KnownPeer? TakeDue(TimeSpan now)
    {
        if (!HasDue(now))
        {
            return null;
        }

        var next = _ready.Min!;
        Take(next);
        return next;
    }

    /// <summary>A stranger listens on this address and is connected: it is not dialled meanwhile. Null where it is not remembered, or busy already.</summary>
    public KnownPeer? TakeStranger(Endpoint endpoint)
    {
        Add(endpoint, PeerSources.Stranger);
        if (!_byEndpoint.TryGetValue(endpoint, out var known) || known.IsBusy)
        {
            return null;
        }

        Take(known);
        known.WasReached = true;
        return known;
    }

    /// <summary>A dial or connection ended; the next waits longer after each failure.</summary>
    public void Rest(KnownPeer known, TimeSpan now, bool failed, string reason)
    {
        Invariant.Check(known.IsBusy);
        _unreached = null;
        known.IsBusy = false;
        FailureCount += failed ? 1 : 0;
        known.LastFailure = reason;
        known.Failures = failed ? Math.Min(known.Failures + 1, 16) : 0;
        var wait = Limits.Redial * Math.Pow(2, Math.Max(0, known.Failures - 1));
        known.NextDial = now + (wait < Limits.RedialMost ? wait : Limits.RedialMost);
        if (_byEndpoint.GetValueOrDefault(known.Endpoint) == known)
        {
            Schedule(known);
        }
    }

    /// <summary>It sent what is not the torrent's. What a stranger told of where it listens is forgotten, not banned: others may have told of that address, and it may be a neighbour's.</summary>
    public void Ban(Sender liar, string reason)
    {
        Bans.Add(liar, reason);
        if (liar.IsOutgoing)
        {
            Forget(liar.Remote);
        }
        else if (liar.Told is { } told && _byEndpoint.TryGetValue(told, out var known) && known.Sources == PeerSources.Stranger)
        {
            Forget(known);
        }
    }

    /// <summary>We have dialled ourselves.</summary>
    public void BanOurs(Endpoint address)
    {
        Bans.AddOurs(address);
        Forget(address);
    }

    /// <summary>BEP 40; null while we do not know how the peer sees us.</summary>
    public uint? PriorityOf(Endpoint remote) => OursFor(remote) is { } ours ? PeerPriority.Of(ours, remote) : null;

    /// <summary>Somebody told our address.</summary>
    public void Vote(Endpoint voter, Endpoint seen)
    {
        if (_ours.Vote(voter, seen))
        {
            Reorder(known => known.Priority = PriorityOf(known.Endpoint) ?? known.Priority);
        }
    }

    /// <summary>Where peers of the same family reach us, as far as we know.</summary>
    private Endpoint? OursFor(Endpoint remote) => _ours.For(remote)?.WithPort((ushort)listenPort);

    private bool Insert(KnownPeer known)
    {
        known.Priority = PriorityOf(known.Endpoint) ?? (uint)chance.Below(int.MaxValue);
        if (_byEndpoint.Count >= most)
        {
            if (_idle.Min is not { } worst || _idle.Comparer.Compare(known, worst) < 0)
            {
                return false;
            }

            Forget(worst);
        }

        _byEndpoint.Add(known.Endpoint, known);
        _hosts.Add(known.Endpoint.WithPort(0));
        if (known.Teller is { } teller)
        {
            _tellers.Add(teller);
            _networksTold.Add(AddressScopes.NetworkOf(known.Endpoint));
        }

        Schedule(known);
        return true;
    }

    private void Forget(Endpoint address)
    {
        if (_byEndpoint.TryGetValue(address, out var known))
        {
            Forget(known);
        }
    }

    private void Forget(KnownPeer known)
    {
        if (_byEndpoint.Remove(known.Endpoint))
        {
            _unreached = null;
            Unschedule(known);
            Unattribute(known);
            _hosts.Remove(known.Endpoint.WithPort(0));
        }
    }

    /// <summary>It is nobody's hearsay any more.</summary>
    private void Unattribute(KnownPeer known)
    {
        if (known.Teller is { } teller)
        {
            _tellers.Remove(teller);
            _networksTold.Remove(AddressScopes.NetworkOf(known.Endpoint));
            known.Teller = null;
        }
    }

    private void Take(KnownPeer known)
    {
        Unschedule(known);
        known.IsBusy = true;
    }

    private void Schedule(KnownPeer known)
    {
        _idle.Add(known);
        if (!IsSeeding || !known.IsUploadOnly)
        {
            (known.NextDial > TimeSpan.Zero ? _resting : _ready).Add(known);
        }
    }

    private void Unschedule(KnownPeer known)
    {
        _idle.Remove(known);
        _ready.Remove(known);
        _resting.Remove(known);
    }

    /// <summary>Changes what the orders look at.</summary>
    private void Change(KnownPeer known, Action change)
    {
        Unschedule(known);
        change();
        if (!known.IsBusy)
        {
            Schedule(known);
        }
    }

    private void Reorder(Action<KnownPeer> change)
    {
        _idle.Clear();
        _ready.Clear();
        _resting.Clear();
        foreach (var known in _byEndpoint.Values)
        {
            change(known);
            if (!known.IsBusy)
            {
                Schedule(known);
            }
        }
    }
}
