using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Shoal.Trackers;

/// <summary>A tracker's URL taken apart. The path and query are kept byte for byte, since passkeys and escaped hashes are in them.</summary>
internal sealed record TrackerUrl
{
    private TrackerUrl()
    {
    }

    /// <summary>In lower case: "http", "https", "udp", or one that nobody here speaks.</summary>
    public required string Scheme { get; init; }

    /// <summary>A name in ASCII, or an address without brackets.</summary>
    public required string Host { get; init; }

    /// <summary>True where the host is an address and no name.</summary>
    public required bool IsLiteral { get; init; }

    public required int Port { get; init; }

    /// <summary>Begins with '/' and is printable ASCII.</summary>
    public required string PathAndQuery { get; init; }

    /// <summary>"user:password" in clear; null where there is none.</summary>
    public string? Credentials { get; init; }

    public bool IsHttp => Scheme is "http" or "https";

    public bool IsUdp => Scheme is "udp";

    /// <summary>Inside I2P or Tor: its name must not even be asked for (RFC 7686).</summary>
    public bool IsHidden => Host.EndsWith(".i2p", StringComparison.Ordinal) || Host.EndsWith(".onion", StringComparison.Ordinal);

    public string Path => PathAndQuery.Split('?', 2)[0];

    public string Query => PathAndQuery.Contains('?', StringComparison.Ordinal) ? PathAndQuery.Split('?', 2)[1] : "";

    /// <summary>Scheme, host and port.</summary>
    public string Origin => $"{Scheme}://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The whole without credentials and fragment.</summary>
    public string Text => Origin + PathAndQuery;

    /// <summary>Takes an URL apart; false with a reason that goes on from "the URL".</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out TrackerUrl? url, [NotNullWhen(false)] out string? reason)
    {
        url = null;
        text = text?.Trim() ?? "";
        if (text.Length > Limits.UrlLength)
        {
            reason = $"is longer than {Limits.UrlLength} characters";
            return false;
        }

        var start = text.IndexOf("://", StringComparison.Ordinal);
        if (start < 0 || !Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            reason = "cannot be read";
            return false;
        }

        if (uri.Port is <= 0 or > ushort.MaxValue && uri.Scheme is "http" or "https" or "udp")
        {
            reason = "names no port";
            return false;
        }

        if (HostOf(uri) is not { } host)
        {
            reason = "cannot be read";
            return false;
        }

        reason = null;
        url = new TrackerUrl
        {
            Scheme = uri.Scheme,
            Host = host,
            IsLiteral = uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6,
            Port = uri.Port,
            PathAndQuery = Tail(text, start + 3),
            Credentials = uri.UserInfo.Length == 0 ? null : Uri.UnescapeDataString(uri.UserInfo),
        };
        return true;
    }

    /// <summary>Null for a name that has no form in DNS, which the framework finds out late.</summary>
    private static string? HostOf(Uri uri)
    {
        try
        {
            var host = (uri.HostNameType == UriHostNameType.IPv6 ? uri.DnsSafeHost.Split('%')[0] : uri.IdnHost).ToLowerInvariant();
            return Ascii.IsValid(host) ? host : null;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    /// <summary>An address of a redirect: absolute, or relative to this one.</summary>
    public bool TryFollow(string location, [NotNullWhen(true)] out TrackerUrl? url, [NotNullWhen(false)] out string? reason)
    {
        location = location.Trim();
        var absolute = location.StartsWith("//", StringComparison.Ordinal) ? $"{Scheme}:{location}"
            : location.StartsWith('/') ? Origin + location
            : location.StartsWith('?') ? Origin + Path + location
            : location.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 && location.AsSpan(0, colon).IndexOfAny('/', '?', '#') < 0 ? location
            : Origin + Path[..(Path.LastIndexOf('/') + 1)] + location;
        return TryParse(absolute, out url, out reason);
    }

    /// <summary>What stands behind host and port, with all that is not printable ASCII escaped: no line break reaches a request.</summary>
    private static string Tail(string text, int authority)
    {
        var start = text.AsSpan(authority).IndexOfAny("/\\?#");
        var tail = start < 0 ? "" : text[(authority + start)..];
        var fragment = tail.IndexOf('#', StringComparison.Ordinal);
        tail = fragment < 0 ? tail : tail[..fragment];
        var escaped = new StringBuilder(tail.StartsWith('/') ? "" : "/");
        foreach (var b in Encoding.UTF8.GetBytes(tail))
        {
            _ = b is > 0x20 and < 0x7f ? escaped.Append((char)b) : escaped.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
        }

        return escaped.ToString();
    }
}
