using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>An address that may lead to a peer, and how that went so far. Its <see cref="PeerBook"/> keeps it in order, so all changes go through that.</summary>
internal sealed class KnownPeer(Endpoint endpoint, int number)
{
    public Endpoint Endpoint => endpoint;

    /// <summary>Its place in the order of learning.</summary>
    public int Number => number;

    /// <summary>Who told of it.</summary>
    public PeerSources Sources { get; set; }

    /// <summary>The host of the peer that told of it, while only peers did; what it told is counted to it.</summary>
    public Endpoint? Teller { get; set; }

    /// <summary>BEP 40, or by chance while we do not know our own address.</summary>
    public uint Priority { get; set; }

    /// <summary>Dials in a row that led to nothing.</summary>
    public int Failures { get; set; }

    /// <summary>It was a peer once.</summary>
    public bool WasReached { get; set; }

    /// <summary>It wants nothing (a seed, or BEP 21), as it said itself or another peer did.</summary>
    public bool IsUploadOnly { get; set; }

    /// <summary>Not dialled before this loop time.</summary>
    public TimeSpan NextDial { get; set; }

    /// <summary>It is dialled by the v2 hash of a hybrid: it was found in that swarm, or hung up on the v1 hash.</summary>
    public bool IsV2 { get; set; }

    /// <summary>A dial or a connection is under way.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Why the last dial or connection ended.</summary>
    public string? LastFailure { get; set; }

    public bool IsOfUser => Sources.HasFlag(PeerSources.User);

    /// <summary>Only other peers and nodes told of it, who may lie.</summary>
    public bool IsHearsay => (Sources & ~(PeerSources.Exchange | PeerSources.Dht)) == PeerSources.None;
}
