using Shoal.Runtime;

namespace Shoal.Dht.Ids;

/// <summary>
/// Our address as others see it, for our id (BEP 42, "Bootstrapping"). Nobody is believed alone: a network has one vote, and an address wins with several votes that are more
/// than half of all. It stays until another wins, since a new id costs us our place in the tables of others.
/// </summary>
internal sealed class AddressVoter
{
    private readonly Vote[] _votes = new Vote[Limits.AddressVotes];
    private int _count;

    /// <summary>The vote that the next new network's takes the place of, once there is no room: the oldest of those.</summary>
    private int _oldest;

    /// <summary>The address that won, port 0; null while none did.</summary>
    public Endpoint? External { get; private set; }

    /// <summary>Counts what a node saw, by its answer's "ip"; true where another address won by it. Local voters and addresses tell nothing about ids.</summary>
    public bool Add(Endpoint voter, Endpoint seen)
    {
        var network = AddressNetwork.Of(voter);
        if (network == AddressNetwork.Local || AddressKinds.Of(seen) != AddressKind.Public || seen.IsIPv4 != voter.IsIPv4)
        {
            return false;
        }

        var vote = new Vote(network, seen.WithPort(0));
        _votes[PlaceOf(network)] = vote;
        if (vote.Seen == External || !HasWon(vote.Seen))
        {
            return false;
        }

        External = vote.Seen;
        return true;
    }

    private int PlaceOf(ulong network)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_votes[i].Network == network)
            {
                return i;
            }
        }

        if (_count < _votes.Length)
        {
            return _count++;
        }

        var place = _oldest;
        _oldest = (_oldest + 1) % _votes.Length;
        return place;
    }

    private bool HasWon(Endpoint address)
    {
        var votes = 0;
        foreach (var vote in _votes.AsSpan(0, _count))
        {
            votes += vote.Seen == address ? 1 : 0;
        }

        return votes >= Limits.VotesToWin && votes * 2 > _count;
    }

    private readonly record struct Vote(ulong Network, Endpoint Seen);
}
