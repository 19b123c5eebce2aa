using System.Globalization;
using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Napster.Server.Redirector;

/// <summary>Tells clients where to connect, and others how much the server is used.</summary>
internal sealed class RedirectorDesk(NapsterServer server)
{
    private int _next;

    /// <summary>Where it listens, and what does.</summary>
    public IEnumerable<(Endpoint Local, IAcceptHandler Handler)> Ports
    {
        get
        {
            var options = server.Options.Redirector;
            var redirector = new LinePort(Server);
            var statistics = new LinePort(_ => Figures());
            return [.. options.Listen.Select(local => (local, (IAcceptHandler)redirector)), .. options.Statistics.Select(local => (local, (IAcceptHandler)statistics))];
        }
    }

    /// <summary>Of this server, the address is the one that the client has found already.</summary>
    private string Server(ILink link)
    {
        var servers = server.Options.Redirector.Servers;
        if (servers.Count > 0)
        {
            _next = (_next + 1) % servers.Count;
            return servers[_next].ToString();
        }

        var local = link.Local;
        var own = server.Listening.FirstOrDefault(listening => listening.IsIPv4 == local.IsIPv4, server.Listening[0]);
        return (own.IsWildcard ? local.WithPort(own.Port) : own).ToString();
    }

    /// <summary>The load is the part of the users that there may be.</summary>
    private string Figures()
    {
        var counts = server.Catalog.Counts;
        var load = (double)server.Roster.Count / server.Options.MostUsers;
        return string.Create(CultureInfo.InvariantCulture, $"{server.Roster.Count} {counts.Files} {load:0.00} {counts.Bytes >> 10} {server.Connected}");
    }
}
