using System.Text.Json;
using Shoal.Dht.Searches;

namespace Shoal.Cli.Dht;

/// <summary>How a search went, in words and for programs.</summary>
internal static class SearchLines
{
    /// <summary>"12 nodes answered, 14 queries, 0.42 s".</summary>
    public static string Sums(DhtSearchResult sum) => $"{Counts.Of(sum.Answers, "node")} answered, {Counts.Of(sum.Queries, "query")}, {Counts.Seconds(sum.Took)}";

    public static string NobodyAnswered(DhtSearchResult sum) =>
        $"of {Counts.Of(sum.Queries, "query")} none was answered: the nodes that were known a moment ago are gone, so try again, or name others with --bootstrap HOST:PORT";

    public static void Write(Utf8JsonWriter json, DhtSearchResult sum)
    {
        json.WriteString("type", "end");
        json.WriteNumber("peers", sum.Peers);
        json.WriteNumber("nodesAnswered", sum.Answers);
        json.WriteNumber("queries", sum.Queries);
        json.WriteNumber("nodesTold", sum.Announced);
        json.WriteNumber("seconds", Math.Round(sum.Took.TotalSeconds, 3));
        if (sum.FirstPeers is { } first)
        {
            json.WriteNumber("secondsToPeers", Math.Round(first.TotalSeconds, 3));
        }
    }
}
