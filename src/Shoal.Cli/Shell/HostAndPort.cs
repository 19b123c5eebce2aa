using System.CommandLine.Parsing;
using System.Globalization;
using Shoal.Runtime;

namespace Shoal.Cli.Shell;

/// <summary>A node or a peer as a user names it: "192.0.2.7:6881", "[2001:db8::7]:6881" or "router.example:6881".</summary>
internal readonly record struct HostAndPort(string Host, ushort Port)
{
    /// <summary>Each value of an option must be one.</summary>
    /// <param name="result">The values.</param>
    /// <param name="what">What is there, as in "'x' is no peer".</param>
    /// <param name="example">A host of such a name.</param>
    public static void Check(OptionResult result, string what, string example) => OptionChecks.CheckEach(
        result, static text => TryParse(text, out _), text => SentenceOn(text, what, example));

    /// <summary>What is said of a text that is none.</summary>
    public static string SentenceOn(string text, string what, string example) =>
        $"'{text}' is no {what}: give a host and a port, such as 192.0.2.7:6881, [2001:db8::7]:6881 or {example}:6881";

    /// <summary>Of a text that an option's check has let through.</summary>
    public static HostAndPort Parse(string text) => TryParse(text, out var node) ? node : throw new FormatException($"'{text}' is no host with a port");

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
