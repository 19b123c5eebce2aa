using System.Net;
using Shoal.Cli.Shell;
using Shoal.Dht.Snapshots;
using Shoal.Runtime;
using Shoal.Web.Metrics;

namespace Shoal.Cli.Dht;

/// <summary>The figures of our nodes for Prometheus, on this machine alone. None is as many as nodes or torrents are.</summary>
internal static class NodeMetrics
{
    /// <exception cref="VerbException">The port could not be opened.</exception>
    public static async Task<MetricsServer> OpenAsync(DhtRun run, int port, CancellationToken cancellation)
    {
        try
        {
            return await MetricsServer.StartAsync([Endpoint.From(IPAddress.Loopback, port)], async () => Write(await run.AskAsync(run.Service.Snapshot)), cancellation);
        }
        catch (IOException e)
        {
            throw new VerbException(ExitCode.Failed, $"the figures cannot be shown at 127.0.0.1:{port} ({e.Message.TrimEnd('.')}): choose another --metrics port", e);
        }
    }

    public static MetricsText Write(IReadOnlyList<DhtNodeSnapshot> nodes)
    {
        var text = new MetricsText();
        Gauge("shoal_dht_joined", "1 where the node knows others and has looked for who is near it.", static node => node.HasJoined ? 1 : 0);
        Gauge("shoal_dht_reachable", "1 where a stranger asked the node lately.", static node => node.IsReachable ? 1 : 0);
        Gauge("shoal_dht_read_only", "1 where the node tells others not to ask it (BEP 43).", static node => node.IsReadOnly ? 1 : 0);
        Gauge("shoal_dht_table_nodes", "Nodes in the table.", static node => node.Nodes);
        Gauge("shoal_dht_network_nodes", "Nodes of the network, estimated; 0 while too little is known.", static node => node.NetworkSize);
        Gauge("shoal_dht_stored_torrents", "Torrents whose peers are kept for others.", static node => node.StoredTorrents);
        Gauge("shoal_dht_stored_peers", "Peers that are kept for others.", static node => node.StoredPeers);
        Gauge("shoal_dht_queries_out", "Own queries that wait for an answer.", static node => node.Asking);
        var totals = nodes.Select(static node => NodeTotals.Of(node.Totals)).ToList();
        for (var i = 0; i < totals[0].Count; i++)
        {
            var (name, help, _) = totals[0][i];
            text.Counter($"shoal_dht_{SnakeOf(name)}_total", help);
            for (var node = 0; node < nodes.Count; node++)
            {
                text.Sample(totals[node][i].Count, LabelOf(nodes[node]));
            }
        }

        return text;

        void Gauge(string name, string help, Func<DhtNodeSnapshot, double> value)
        {
            text.Gauge(name, help);
            foreach (var node in nodes)
            {
                text.Sample(value(node), LabelOf(node));
            }
        }
    }

    private static (string Name, string Value) LabelOf(DhtNodeSnapshot node) => ("node", node.Local.ToString());

    /// <summary>"packetsIn" is packets_in.</summary>
    private static string SnakeOf(string name) => string.Concat(name.Select(static c => char.IsAsciiLetterUpper(c) ? "_" + char.ToLowerInvariant(c) : c.ToString()));
}
