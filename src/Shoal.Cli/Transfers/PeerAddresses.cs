using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Shoal.Runtime;

namespace Shoal.Cli.Transfers;

/// <summary>What --peer names: an address or a host name, and a port.</summary>
internal static class PeerAddresses
{
    public static void Check(OptionResult result) => Check(result, "peer");

    /// <summary>The same for other things at an address.</summary>
    public static void Check(OptionResult result, string what)
    {
        foreach (var token in result.Tokens.Where(t => !Endpoint.TryParse(t.Value, out var endpoint) ? !TryParse(t.Value, out _, out _) : endpoint.Port == 0))
        {
            result.AddError($"'{token.Value}' is no {what}: give a host and a port, such as 192.0.2.7:6881, [2001:db8::7]:6881 or {what}.example:6881");
        }
    }

    public static IReadOnlyList<Endpoint> Endpoints(string[] peers) =>
        [.. peers.Select(text => Endpoint.TryParse(text, out var peer) ? peer : (Endpoint?)null).OfType<Endpoint>()];

    public static IReadOnlyList<(string Host, int Port)> Hosts(string[] peers) =>
        [.. peers.Where(text => !Endpoint.TryParse(text, out _)).Select(text => TryParse(text, out var host, out var port) ? (host, port) : ("", 0))];

    private static bool TryParse(string text, out string host, out int port)
    {
        var colon = text.LastIndexOf(':');
        host = colon > 0 ? text[..colon] : "";
        port = 0;
        return Uri.CheckHostName(host) == UriHostNameType.Dns && host.Any(c => !char.IsAsciiDigit(c) && c != '.')
            && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue;
    }
}
