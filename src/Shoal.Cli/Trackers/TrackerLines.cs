using System.Net;
using System.Text.Json;
using Shoal.Cli.Shell;
using Shoal.Runtime;
using Shoal.TrackerServer;

namespace Shoal.Cli.Trackers;

/// <summary>What a tracker says at its start and at its end.</summary>
internal static class TrackerLines
{
    /// <summary>Stands in a URL for what only the user knows: how others reach this machine.</summary>
    private const string Host = "HOST";

    public static void Welcome(RunningTracker tracker, bool isPrivate, Output output)
    {
        string[] urls =
        [
            .. tracker.Udp.Select(endpoint => Url("udp", endpoint, isPrivate))
                .Concat(tracker.Http.Select(endpoint => Url("http", endpoint, isPrivate)))
                .Concat(tracker.Https.Select(endpoint => Url("https", endpoint, isPrivate)))
                .Distinct(StringComparer.Ordinal),
        ];
        output.Fields("Listening", [.. tracker.Udp.Select(endpoint => $"{endpoint} by UDP"), .. tracker.Http.Select(endpoint => $"{endpoint} by HTTP"), .. tracker.Https.Select(endpoint => $"{endpoint} by HTTPS")]);
        output.Fields("Control", [.. tracker.Control.Select(endpoint => $"http://{endpoint}")]);
        output.Fields("Announce URL", urls);
        output.FieldIfThere("Remembered", tracker.Restored is { Refused: null } restored ? $"{restored.Peers} peers of {restored.Swarms} torrents" : null);
        output.Line(Array.Exists(urls, url => url.Contains(Host, StringComparison.Ordinal))
            ? $"Put this machine's name or address in the place of {Host}, and name the tracker in torrents: shoal create FILE -t {urls[0]}"
            : $"Name the tracker in torrents: shoal create FILE -t {urls[0]}");
        if (isPrivate)
        {
            output.Line("Put each user's own passkey in the place of PASSKEY: shoal tracker user add NAME, then shoal tracker key add NAME");
        }

        WarnOfOpenControl(tracker, output);
        output.JsonLine(json =>
        {
            Write(json, "udp", tracker.Udp.Select(endpoint => endpoint.ToString()));
            Write(json, "http", tracker.Http.Select(endpoint => endpoint.ToString()));
            Write(json, "https", tracker.Https.Select(endpoint => endpoint.ToString()));
            Write(json, "control", tracker.Control.Select(endpoint => endpoint.ToString()));
            Write(json, "announce", urls);
            if (tracker.Restored is { } restored)
            {
                json.WriteNumber("remembered", restored.Peers);
            }
        });
    }

    /// <summary>Whoever reaches a control listener may look and administer.</summary>
    private static void WarnOfOpenControl(RunningTracker tracker, Output output)
    {
        foreach (var open in tracker.Control.Where(endpoint => !IPAddress.IsLoopback(endpoint.ToIPAddress())))
        {
            output.ErrorLine($"WARNING: the control listener {open} can be reached by others than this machine, and whoever reaches it may administer the tracker: keep it behind a firewall, or leave out --control");
        }
    }

    public static void Farewell(TrackerStatistics seen, Output output)
    {
        output.Line($"{seen.Announces} announces and {seen.Scrapes} scrapes; {seen.Seeders} seeders and {seen.Leechers} leechers of {seen.Swarms} torrents were here at the end.");
        output.JsonLine(json =>
        {
            json.WriteNumber("announces", seen.Announces);
            json.WriteNumber("scrapes", seen.Scrapes);
            json.WriteNumber("torrents", seen.Swarms);
            json.WriteNumber("seeders", seen.Seeders);
            json.WriteNumber("leechers", seen.Leechers);
        });
    }

    private static string Url(string scheme, Endpoint endpoint, bool isPrivate) =>
        $"{scheme}://{(endpoint.IsWildcard ? $"{Host}:{endpoint.Port}" : $"{endpoint}")}/{(isPrivate ? "PASSKEY/" : "")}announce";

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
