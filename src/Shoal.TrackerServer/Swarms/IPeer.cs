using Shoal.Runtime;

namespace Shoal.TrackerServer.Swarms;

/// <summary>One peer of a swarm as it is held: its compact form in front (BEP 23, 7), then when it announced and a hash of its id.</summary>
internal interface IPeer<TSelf>
    where TSelf : unmanaged, IPeer<TSelf>
{
    /// <summary>Bytes of the compact form.</summary>
    static abstract int CompactLength { get; }

    /// <summary>How many fit into a <see cref="Group"/> itself.</summary>
    static abstract int InlineCapacity { get; }

    /// <summary>When it announced last, in ticks of the store's clock.</summary>
    ushort Seen { get; }

    /// <summary>A keyed hash of its peer id.</summary>
    ushort Tag { get; }

    /// <summary>Its port, in network order.</summary>
    ushort Port { get; }

    static abstract TSelf From(Endpoint endpoint, ushort tag, ushort seen);

    /// <summary>The same address and port: this is who a peer is.</summary>
    bool SameAs(in TSelf other);

    /// <summary>A keyed hash of address and port.</summary>
    ulong Hash(ulong key);
}
