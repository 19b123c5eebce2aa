using System.Net;
using System.Net.Sockets;
using Shoal.Cli.Shell;
using Shoal.Napster.Server;

namespace Shoal.Cli.Napster.Profiles;

/// <summary>A server as a user names it, with or without its port.</summary>
internal static class ServerAddress
{
    public static bool TryParse(string text, out HostAndPort server)
    {
        if (IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 && !text.StartsWith('['))
        {
            text = $"[{text}]";
        }

        return HostAndPort.TryParse(text, out server) || HostAndPort.TryParse($"{text}:{NapsterOptions.DefaultPort}", out server);
    }

    /// <summary>"host:port", in one form for one server.</summary>
    public static string Format(HostAndPort server) => server.Host.Contains(':', StringComparison.Ordinal) ? $"[{server.Host}]:{server.Port}" : $"{server.Host.ToLowerInvariant()}:{server.Port}";
}
