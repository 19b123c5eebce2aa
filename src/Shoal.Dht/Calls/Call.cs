using Shoal.Runtime;

namespace Shoal.Dht.Calls;

/// <summary>A query that is out. Taken from a pool and given back when it ends, so nobody keeps one longer.</summary>
internal sealed class Call
{
    /// <summary>Nobody can guess it, and it is only good from where the query went to. 0: in the pool.</summary>
    public uint Transaction { get; set; }

    /// <summary>Where it went.</summary>
    public Endpoint To { get; set; }

    /// <summary>Who is there; null where only the address is known.</summary>
    public NodeId? Expected { get; set; }

    /// <summary>Who asks.</summary>
    public ICaller Caller { get; set; } = null!;

    /// <summary>For the caller alone.</summary>
    public object? Tag { get; set; }

    /// <summary>When it left.</summary>
    public TimeSpan Sent { get; set; }

    /// <summary>Its caller was told that it is late.</summary>
    public bool IsLate { get; set; }
}
