using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>The addresses known for one torrent, in the order learnt, with when to dial each again.</summary>
internal sealed class PeerBook
{
    private readonly Dictionary<Endpoint, KnownPeer> _byEndpoint = [];
    private readonly List<KnownPeer> _inOrder = [];
    private readonly HashSet<Endpoint> _bannedHosts = [];

    public IReadOnlyList<KnownPeer> All => _inOrder;

    /// <summary>How often a dial or a connection came to nothing.</summary>
    public int FailureCount { get; private set; }

    /// <summary>Remembers an address; false where the book is full or has it.</summary>
    /// <param name="endpoint">Where it listens.</param>
    /// <param name="isV2">It was found in the v2 swarm of a hybrid (BEP 52).</param>
    public bool Add(Endpoint endpoint, bool isV2 = false)
    {
        if (_inOrder.Count >= Limits.KnownPeers || endpoint.Port == 0 || _byEndpoint.ContainsKey(endpoint))
        {
            return false;
        }

        var known = new KnownPeer(endpoint) { IsV2 = isV2 };
        _byEndpoint.Add(endpoint, known);
        _inOrder.Add(known);
        return true;
    }

    /// <summary>
    /// It sent wrong data. An address that we dialled is never dialled again, and its neighbours on the same host are not to blame;
    /// a stranger has no address of its own, so its host is not let in again.
    /// </summary>
    public void Ban(Endpoint remote, KnownPeer? known)
    {
        if (known is not null)
        {
            known.IsBanned = true;
        }
        else if (_bannedHosts.Count < Limits.KnownPeers)
        {
            _bannedHosts.Add(remote.WithPort(0));
        }
    }

    /// <summary>True for an address that is not dialled again, and for strangers of a host that is not let in.</summary>
    public bool IsBanned(Endpoint endpoint) =>
        _bannedHosts.Contains(endpoint.WithPort(0)) || (_byEndpoint.TryGetValue(endpoint, out var known) && known.IsBanned);

    /// <summary>The next address that is due, or null.</summary>
    public KnownPeer? NextDue(TimeSpan now)
    {
        foreach (var known in _inOrder)
        {
            if (!known.IsBusy && !known.IsBanned && known.NextDial <= now)
            {
                return known;
            }
        }

        return null;
    }

    /// <summary>A dial or connection ended; the next waits longer after each failure.</summary>
    public void Rest(KnownPeer known, TimeSpan now, bool failed, string reason)
    {
        known.IsBusy = false;
        FailureCount += failed ? 1 : 0;
        known.LastFailure = reason;
        known.Failures = failed ? Math.Min(known.Failures + 1, 16) : 0;
        var wait = Limits.Redial * Math.Pow(2, Math.Max(0, known.Failures - 1));
        known.NextDial = now + (wait < Limits.RedialMost ? wait : Limits.RedialMost);
    }
}
