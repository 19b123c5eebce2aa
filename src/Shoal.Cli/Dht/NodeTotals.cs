using Shoal.Dht.Snapshots;

namespace Shoal.Cli.Dht;

/// <summary>What a node has done since its start, each with its name for programs and what it is.</summary>
internal static class NodeTotals
{
    public static IReadOnlyList<(string Name, string Help, long Count)> Of(DhtTotals totals) =>
    [
        ("packetsIn", "Packets that came.", totals.PacketsIn),
        ("packetsOut", "Packets that left.", totals.PacketsOut),
        ("bytesIn", "Bytes of datagrams that came, without headers.", totals.BytesIn),
        ("bytesOut", "Bytes of datagrams that left, without headers.", totals.BytesOut),
        ("junk", "Packets that were no message.", totals.Junk),
        ("strays", "Answers to nothing that was asked.", totals.Strays),
        ("lost", "Own queries that nobody answered.", totals.Lost),
        ("refused", "Own queries that were answered with an error.", totals.Refused),
        ("pings", "Others' queries: ping.", totals.Pings),
        ("findNodes", "Others' queries: find_node.", totals.FindNodes),
        ("getPeers", "Others' queries: get_peers.", totals.GetPeers),
        ("announces", "Others' queries: announce_peer.", totals.Announces),
        ("errors", "Others' queries that were answered with an error.", totals.Errors),
        ("limited", "Others' queries that were passed over, since their source asks too much.", totals.Limited),
        ("unsent", "Answers that were not sent, since strangers are sent enough.", totals.Unsent),
    ];
}
