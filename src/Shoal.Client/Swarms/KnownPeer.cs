using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>An address that may lead to a peer, and how that went so far.</summary>
internal sealed class KnownPeer(Endpoint endpoint)
{
    public Endpoint Endpoint => endpoint;

    /// <summary>Dials in a row that led to nothing.</summary>
    public int Failures { get; set; }

    /// <summary>Not dialled before this loop time.</summary>
    public TimeSpan NextDial { get; set; }

    /// <summary>It is dialled by the v2 hash of a hybrid: it was found in that swarm, or hung up on the v1 hash.</summary>
    public bool IsV2 { get; set; }

    /// <summary>A dial or a connection is under way.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Never dialled again: it lied, or is ourselves.</summary>
    public bool IsBanned { get; set; }

    /// <summary>Why the last dial or connection ended.</summary>
    public string? LastFailure { get; set; }
}
