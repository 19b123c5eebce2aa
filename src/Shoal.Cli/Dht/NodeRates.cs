using Shoal.Dht.Snapshots;

namespace Shoal.Cli.Dht;

/// <summary>What a node does a second, between two readings.</summary>
internal readonly record struct NodeRates(
    double PacketsIn, double PacketsOut, double BytesIn, double BytesOut, double Pings, double FindNodes, double GetPeers, double Announces)
{
    public static NodeRates Between(DhtTotals earlier, DhtTotals later, TimeSpan time)
    {
        var seconds = Math.Max(time.TotalSeconds, 0.001);
        return new NodeRates(
            (later.PacketsIn - earlier.PacketsIn) / seconds,
            (later.PacketsOut - earlier.PacketsOut) / seconds,
            (later.BytesIn - earlier.BytesIn) / seconds,
            (later.BytesOut - earlier.BytesOut) / seconds,
            (later.Pings - earlier.Pings) / seconds,
            (later.FindNodes - earlier.FindNodes) / seconds,
            (later.GetPeers - earlier.GetPeers) / seconds,
            (later.Announces - earlier.Announces) / seconds);
    }
}
