using Shoal.Dht.Nodes;
using Shoal.Dht.Routing;
using Shoal.Runtime;

namespace Shoal.Dht.Snapshots;

/// <summary>How one node of ours stands.</summary>
public sealed record DhtNodeSnapshot
{
    /// <summary>The address that it was bound to.</summary>
    public required Endpoint Local { get; init; }

    /// <summary>Its id now.</summary>
    public required NodeId Id { get; init; }

    /// <summary>Our address as others see it, by most votes; null while too few have told.</summary>
    public required Endpoint? External { get; init; }

    /// <summary>It tells others not to ask it (BEP 43).</summary>
    public required bool IsReadOnly { get; init; }

    /// <summary>A stranger asked it something lately: it can be reached.</summary>
    public required bool IsReachable { get; init; }

    /// <summary>It knows others and has looked for who is near it.</summary>
    public required bool HasJoined { get; init; }

    /// <summary>Nodes in its table, spares not counted.</summary>
    public required int Nodes { get; init; }

    /// <summary>Its table, bucket by bucket.</summary>
    public required IReadOnlyList<TableRow> Table { get; init; }

    /// <summary>Nodes of the whole network, by the density near us; 0 while too little is known.</summary>
    public required double NetworkSize { get; init; }

    /// <summary>Torrents whose peers it keeps for others.</summary>
    public required int StoredTorrents { get; init; }

    /// <summary>Peers that it keeps for others.</summary>
    public required int StoredPeers { get; init; }

    /// <summary>Queries that are out.</summary>
    public required int Asking { get; init; }

    /// <summary>An answer that takes longer is not waited for.</summary>
    public required TimeSpan LateAfter { get; init; }

    /// <summary>Since its start.</summary>
    public required DhtTotals Totals { get; init; }

    internal static DhtNodeSnapshot Of(DhtNode node)
    {
        var (counters, served) = (node.Counters, node.Responder.Counters);
        return new DhtNodeSnapshot
        {
            Local = node.Local,
            Id = node.Id,
            External = node.Upkeep.External,
            IsReadOnly = node.Upkeep.Reach.IsReadOnly,
            IsReachable = node.Upkeep.Reach.IsProven,
            HasJoined = node.Upkeep.HasJoined,
            Nodes = node.Table.Count,
            Table = node.Table.Rows(),
            NetworkSize = node.Table.EstimateSize(),
            StoredTorrents = node.Responder.Store.HashCount,
            StoredPeers = node.Responder.Store.PeerCount,
            Asking = node.Asking,
            LateAfter = node.LateAfter,
            Totals = new DhtTotals
            {
                PacketsIn = counters.PacketsIn,
                PacketsOut = counters.PacketsOut,
                BytesIn = counters.BytesIn,
                BytesOut = counters.BytesOut,
                Junk = counters.Junk,
                Strays = counters.Strays,
                Lost = counters.Lost,
                Refused = counters.Refused,
                Pings = served.Pings,
                FindNodes = served.FindNodes,
                GetPeers = served.GetPeers,
                Announces = served.Announces,
                Errors = served.Refused,
                Limited = served.Limited,
                Unsent = served.Unsent,
            },
        };
    }
}
