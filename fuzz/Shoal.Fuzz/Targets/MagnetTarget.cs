using System.Text;
using Shoal.Metainfo;

namespace Shoal.Fuzz.Targets;

/// <summary>A link that is taken says the same when it is written and read again.</summary>
public sealed class MagnetTarget : FuzzTarget
{
    private const int MaxLength = 65_536;

    public override string Name => "magnet";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[]
            {
                "magnet:?", "xt=urn:btih:", "xt=urn:btmh:1220", "&dn=", "&tr=", "&ws=", "&x.pe=", "&so=", "&xl=", "&tr.1=", "&amp;", "%", "%2", "%00", "%ff", "%ed%a0%80", "+", "-",
                "0-999999999", ",", "[::1]:1", "[fe80::1%3]:1", "1.2.3.4:5", "c12fe1c06bba254a9dc9f519b335aa7c1367a88a", "yex6dqdlxisuvhoj6um3gnnkpqjwpkek",
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
}
