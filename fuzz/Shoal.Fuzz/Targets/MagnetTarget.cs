using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Shoal.Metainfo;

namespace Shoal.Fuzz.Targets;

/// <summary>A link that is taken says the same when it is written and read again, and hints at nothing that cannot be used.</summary>
public sealed partial class MagnetTarget : FuzzTarget
{
    private const int MaxLength = 65_536;

    public override string Name => "magnet";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[]
            {
                "magnet:?", "xt=urn:btih:", "xt=urn:btmh:1220", "&dn=", "&tr=", "&ws=", "&x.pe=", "&so=", "&xl=", "&tr.1=", "&amp;", "%", "%2", "%00", "%ff", "%ed%a0%80", "+", "-",
                "0-999999999", ",", "[::1]:1", "[fe80::1%3]:1", "1.2.3.4:5", ":0", ":65536", "c12fe1c06bba254a9dc9f519b335aa7c1367a88a", "yex6dqdlxisuvhoj6um3gnnkpqjwpkek",
            }.Select(Encoding.ASCII.GetBytes)];

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (!MagnetLink.TryParse(Encoding.UTF8.GetString(input), out var link, out var reason))
        {
            Require(link is null && reason.Length > 0, "a refusal has no reason");
            return;
        }

        Require(link.InfoHashes.V1 is not null || link.InfoHashes.V2 is not null, "a link has no hash");
        Require(link.Trackers.Count <= 100 && link.WebSeeds.Count <= 100 && link.Peers.Count <= 100 && (link.SelectedFiles?.Count ?? 0) <= 250_000, "a count is not limited");
        RequireUsable(link);
        var text = link.ToString();
        if (text.Length > MaxLength)
        {
            return;
        }

        Require(MagnetLink.TryParse(text, out var again, out reason), $"what was written is refused: {reason}");
        Require(again!.InfoHashes == link.InfoHashes && again.Length == link.Length, "the hash or length changed");
        Require(string.Equals(again.DisplayName, link.DisplayName, StringComparison.Ordinal), "the name changed");
        Require(again.Trackers.SequenceEqual(link.Trackers) && again.WebSeeds.SequenceEqual(link.WebSeeds) && again.Peers.SequenceEqual(link.Peers), "a list changed");
        Require((again.SelectedFiles ?? []).SequenceEqual(link.SelectedFiles ?? []) && (again.SelectedFiles is null) == (link.SelectedFiles is null), "the selection changed");
        Require(string.Equals(again.ToString(), text, StringComparison.Ordinal), "it is written in another way the second time");
    }

    /// <summary>Apart from the round trip, which does not see what is wrongly taken both times.</summary>
    private static void RequireUsable(MagnetLink link)
    {
        foreach (var (host, port) in link.Peers)
        {
            Require(port is > 0 and <= ushort.MaxValue, $"nobody can be dialled at port {port}");
            Require(HostName().IsMatch(host) || (IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 && !host.Contains('%', StringComparison.Ordinal)), $"nobody can be dialled at {host}");
        }

        foreach (var urls in new[] { link.Trackers, link.WebSeeds })
        {
            Require(urls.All(url => url.Length > 0 && !url.Any(char.IsControl)) && urls.Distinct(StringComparer.Ordinal).Count() == urls.Count, "a URL is empty, twice there, or more than a line");
        }

        var files = link.SelectedFiles ?? [];
        Require(files.Zip(files.Skip(1)).All(pair => pair.First < pair.Second) && files.All(file => file >= 0) && link.Length is null or >= 0, "the selection does not ascend, or the length is negative");
    }

    /// <summary>A host name of any script, or four numbers: no white space and none of what has a meaning in a URL.</summary>
    [GeneratedRegex(@"\A[^\s:/?#\[\]@%&=+,]{1,255}\z")]
    private static partial Regex HostName();
}
