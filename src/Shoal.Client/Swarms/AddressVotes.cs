using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>
/// Our addresses as others see them (BEP 10 "yourip", BEP 24): none is believed alone, most votes win, and each network has one. Nothing but ranks
/// hangs on it.
/// </summary>
internal sealed class AddressVotes
{
    private readonly List<(Endpoint Voter, Endpoint Seen)> _votes = [];

    public Endpoint? IPv4 { get; private set; }

    public Endpoint? IPv6 { get; private set; }

    /// <summary>The address of ours that peers of the same family see, port 0; null while nobody told.</summary>
    public Endpoint? For(Endpoint remote) => remote.IsIPv4 ? IPv4 : IPv6;

    /// <summary>Counts a vote; true where it changed what won.</summary>
    public bool Vote(Endpoint voter, Endpoint seen)
    {
        if (AddressScopes.ScopeOf(seen) == AddressScope.None)
        {
            return false;
        }

        var network = AddressScopes.NetworkOf(voter);
        _votes.RemoveAll(vote => vote.Voter == network && vote.Seen.IsIPv4 == seen.IsIPv4);
        if (_votes.Count == Limits.AddressVotes)
        {
            _votes.RemoveAt(0);
        }

        _votes.Add((network, seen.WithPort(0)));
        var before = (IPv4, IPv6);
        IPv4 = Winner(ipv4: true, IPv4);
        IPv6 = Winner(ipv4: false, IPv6);
        return before != (IPv4, IPv6);
    }

    /// <summary>The address with most votes; where several have as many, the one that won before, else the first.</summary>
    private Endpoint? Winner(bool ipv4, Endpoint? holder)
    {
        Endpoint? best = null;
        var most = 0;
        foreach (var (_, seen) in _votes)
        {
            var count = seen.IsIPv4 == ipv4 ? _votes.Count(vote => vote.Seen == seen) : 0;
            if (count > most || (count == most && count > 0 && seen == holder))
            {
                (best, most) = (seen, count);
            }
        }

        return best;
    }
}
