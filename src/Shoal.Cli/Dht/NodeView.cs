using System.Globalization;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Dht;

/// <summary>Nodes in words: a screenful, or a line each.</summary>
internal static class NodeView
{
    /// <summary>Lines of a node above its table.</summary>
    private const int Heading = 5;

    /// <summary>A bar of so many signs is a bucket of 128.</summary>
    private const int BarLength = 32;

    /// <summary>How each stands, and its table as far as there is room.</summary>
    /// <param name="nodes">Ours.</param>
    /// <param name="height">Lines of the screen.</param>
    public static List<string> ScreenOf(IReadOnlyList<NodeReading> nodes, int height)
    {
        var rows = Math.Max(1, (height - 1) / Math.Max(1, nodes.Count) - Heading);
        return [.. nodes.SelectMany(node => HeadOf(node).Concat(TableOf(node, rows)))];
    }

    /// <summary>"10.0.0.5:6881: 12 nodes (the network has about 40), reachable; …".</summary>
    public static string LineOf(NodeReading reading)
    {
        var (node, rates) = (reading.Node, reading.Rates);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{node.Local}: {Counts.Of(node.Nodes, "node")}{SizeOf(node.NetworkSize)}, {reading.Standing}; packets a second: {rates.PacketsIn:0.0} in, {rates.PacketsOut:0.0} out; keeps {Counts.Of(node.StoredPeers, "peer")} of {Counts.Of(node.StoredTorrents, "torrent")}");
    }

    private static IEnumerable<string> HeadOf(NodeReading reading)
    {
        var (node, rates) = (reading.Node, reading.Rates);
        yield return $"{node.Local}  id {node.Id}";
        yield return $"  {reading.Standing}{(node.External is { } external ? $", others see {external.ToIPAddress()}" : "")}; {Counts.Of(node.Nodes, "node")} in the table{SizeOf(node.NetworkSize)}; {node.Asking} asked now, late after {node.LateAfter.TotalMilliseconds:0} ms";
        yield return string.Create(CultureInfo.InvariantCulture, $"  in  {rates.PacketsIn,7:0.0} packets/s {Sizes.Format((long)rates.BytesIn),10}/s    out {rates.PacketsOut,7:0.0} packets/s {Sizes.Format((long)rates.BytesOut),10}/s");
        yield return string.Create(CultureInfo.InvariantCulture, $"  asked a second: {rates.Pings:0.0} ping, {rates.FindNodes:0.0} find_node, {rates.GetPeers:0.0} get_peers, {rates.Announces:0.0} announce_peer; keeps {Counts.Of(node.StoredPeers, "peer")} of {Counts.Of(node.StoredTorrents, "torrent")}");
        yield return "  bucket   nodes  spares       rtt";
    }

    private static IEnumerable<string> TableOf(NodeReading reading, int rows)
    {
        var buckets = reading.Buckets.ToList();
        var shown = buckets.Count <= rows ? buckets.Count : rows - 1;
        foreach (var (bucket, nodes, spares, rtt) in buckets.Take(shown))
        {
            var bar = new string('#', Math.Max(1, nodes * BarLength / 128));
            yield return string.Create(CultureInfo.InvariantCulture, $"  {bucket,6}  {nodes,6}  {spares,6}  {rtt.TotalMilliseconds,5:0} ms  {(nodes > 0 ? bar : "")}");
        }

        if (shown < buckets.Count)
        {
            var deeper = buckets.Skip(shown).ToList();
            yield return string.Create(CultureInfo.InvariantCulture, $"  {deeper[0].Bucket,5}+  {deeper.Sum(static b => b.Nodes),6}  {deeper.Sum(static b => b.Spares),6}");
        }
    }

    private static string SizeOf(double network) => network < 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" (the network has about {Rounded(network):#,0})");

    /// <summary>Two digits mean something.</summary>
    private static double Rounded(double size)
    {
        var unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(size)) - 1));
        return Math.Round(size / unit) * unit;
    }
}
