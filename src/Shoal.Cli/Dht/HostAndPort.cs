using System.Globalization;
using Shoal.Runtime;

namespace Shoal.Cli.Dht;

/// <summary>A node as a user names it: "192.0.2.7:6881", "[2001:db8::7]:6881" or "router.example:6881".</summary>
internal readonly record struct HostAndPort(string Host, ushort Port)
{
    /// <summary>Of a text that an option's check has let through.</summary>
    public static HostAndPort Parse(string text) => TryParse(text, out var node) ? node : throw new FormatException($"'{text}' is no node");

    public static bool TryParse(string text, out HostAndPort node)
    {
        if (Endpoint.TryParse(text, out var endpoint))
        {
            node = new HostAndPort(endpoint.ToIPAddress().ToString(), endpoint.Port);
            return endpoint.Port != 0;
        }

        var colon = text.LastIndexOf(':');
        var host = colon > 0 ? text[..colon] : "";
        node = new HostAndPort(host, ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : (ushort)0);
        return node.Port != 0 && Uri.CheckHostName(host) == UriHostNameType.Dns && host.Any(c => !char.IsAsciiDigit(c) && c != '.');
    }
}
