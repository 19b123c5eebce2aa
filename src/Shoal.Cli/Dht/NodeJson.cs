using System.Text.Json;

namespace Shoal.Cli.Dht;

/// <summary>Nodes for programs.</summary>
internal static class NodeJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<NodeReading> nodes)
    {
        json.WriteString("type", "nodes");
        json.WriteStartArray("nodes");
        foreach (var node in nodes)
        {
            json.WriteStartObject();
            Write(json, node);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, NodeReading reading)
    {
        var node = reading.Node;
        json.WriteString("local", node.Local.ToString());
        json.WriteString("id", node.Id.ToString());
        json.WriteString("external", node.External?.ToIPAddress().ToString());
        json.WriteBoolean("joined", node.HasJoined);
        json.WriteBoolean("reachable", node.IsReachable);
        json.WriteBoolean("readOnly", node.IsReadOnly);
        json.WriteNumber("tableNodes", node.Nodes);
        json.WriteNumber("networkSize", Math.Round(node.NetworkSize));
        json.WriteNumber("storedTorrents", node.StoredTorrents);
        json.WriteNumber("storedPeers", node.StoredPeers);
        json.WriteNumber("asking", node.Asking);
        json.WriteNumber("lateAfterMilliseconds", Math.Round(node.LateAfter.TotalMilliseconds));
        json.WriteStartObject("totals");
        foreach (var (name, _, count) in NodeTotals.Of(node.Totals))
        {
            json.WriteNumber(name, count);
        }

        json.WriteEndObject();
        json.WriteStartArray("buckets");
        foreach (var (bucket, nodes, spares, rtt) in reading.Buckets)
        {
            json.WriteStartObject();
            json.WriteNumber("bucket", bucket);
            json.WriteNumber("nodes", nodes);
            json.WriteNumber("spares", spares);
            json.WriteNumber("milliseconds", Math.Round(rtt.TotalMilliseconds, 1));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
