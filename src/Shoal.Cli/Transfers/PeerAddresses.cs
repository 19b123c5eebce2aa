using Shoal.Cli.Shell;
using Shoal.Runtime;

namespace Shoal.Cli.Transfers;

/// <summary>What --peer names: an address or a host name, and a port.</summary>
internal static class PeerAddresses
{
    public static IReadOnlyList<Endpoint> Endpoints(string[] peers) =>
        [.. peers.Select(text => Endpoint.TryParse(text, out var peer) ? peer : (Endpoint?)null).OfType<Endpoint>()];

    public static IReadOnlyList<(string Host, int Port)> Hosts(string[] peers) =>
        [.. peers.Where(text => !Endpoint.TryParse(text, out _)).Select(HostAndPort.Parse).Select(peer => (peer.Host, (int)peer.Port))];
}
