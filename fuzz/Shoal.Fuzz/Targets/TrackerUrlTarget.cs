using System.Globalization;
using System.Text;
using Shoal.Trackers;

namespace Shoal.Fuzz.Targets;

/// <summary>A tracker's URL and where it redirects to: nothing but printable ASCII reaches a request, the query stays byte for byte, and a passkey is not shown.</summary>
public sealed class TrackerUrlTarget : FuzzTarget
{
    private const string Passkey = "0123456789abcdef0123";

    public override string Name => "tracker-url";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[]
            {
                "http://", "https://", "udp://", "//", "://", "?", "#", "@", "user:pw@", ":80", ":0", ":65536", ":99999", "[::1]", "[fe80::1%25eth0]", "..", "/../", "/announce", "?passkey=", Passkey,
                "%0d%0a", "\r\n", "\0", " ", "%", "%zz", "xn--", "\u00fc", "\u0130", ".onion", ".i2p", "\\", "file:///etc/passwd", "javascript:", "1.2.3.4", "0x7f.1",
            }.Select(Encoding.UTF8.GetBytes)];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var cut = input.IndexOf((byte)'\n');
        var text = Encoding.UTF8.GetString(cut < 0 ? input : input[..cut]);
        if (!TrackerUrl.TryParse(text, out var url, out var reason))
        {
            Require(url is null && reason.Length is > 0 and < 200, "a refusal has no reason");
            return;
        }

        Check(url);
        Require(PathOf(text) == url.PathAndQuery, $"the path and query are {url.PathAndQuery}");
        CheckShown(url);
        if (cut >= 0 && url.TryFollow(Encoding.UTF8.GetString(input[(cut + 1)..]), out var next, out _))
        {
            Check(next);
        }
    }

    private static void CheckShown(TrackerUrl url)
    {
        if ((url.IsHttp || url.IsUdp) && !url.Host.Contains(Passkey, StringComparison.OrdinalIgnoreCase))
        {
            Require(!ShownUrl.Of($"{url.Origin}/{Passkey}/announce?key={Passkey}").Contains(Passkey, StringComparison.Ordinal), "a passkey is shown");
            Require(!ShownUrl.Hide($"no {url.Text} here", url.Text).Contains(Passkey, StringComparison.Ordinal), "a passkey is shown in a text");
        }
    }

    private static void Check(TrackerUrl url)
    {
        Require(url.PathAndQuery.StartsWith('/') && url.PathAndQuery.All(static c => c is > ' ' and < '\x7f'), "the path is not printable ASCII");
        Require(url.Host.Length > 0 && url.Host.All(static c => c is > ' ' and < '\x7f' && c is not ('/' or '@' or '?' or '#')), $"the host is {url.Host}");
        Require(!(url.IsHttp || url.IsUdp) || url.Port is > 0 and <= ushort.MaxValue, "the port is out of bounds");
        Require(url.Path + (url.PathAndQuery.Contains('?', StringComparison.Ordinal) ? "?" + url.Query : "") == url.PathAndQuery, "path and query are not the whole");
        if ((url.IsHttp || url.IsUdp) && url.Text.Length <= 2048)
        {
            Require(TrackerUrl.TryParse(url.Text, out var again, out var reason), $"{url.Text} is refused: {reason}");
            Require(again! with { Credentials = url.Credentials } == url, $"{url.Text} reads otherwise");
        }
    }

    /// <summary>All from the first of / \\ ? # behind the authority, without the fragment; what is not printable is escaped.</summary>
    private static string PathOf(string text)
    {
        text = text.Trim();
        var at = text.IndexOf("://", StringComparison.Ordinal) + 3;
        while (at < text.Length && text[at] is not ('/' or '\\' or '?' or '#'))
        {
            at++;
        }

        var path = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(text[at..].Split('#')[0]))
        {
            path.Append(b is > 32 and < 127 ? ((char)b).ToString() : "%" + b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return path.Length > 0 && path[0] == '/' ? path.ToString() : "/" + path;
    }
}
