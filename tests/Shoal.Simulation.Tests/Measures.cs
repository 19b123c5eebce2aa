using Shoal.Simulation.Swarms;

namespace Shoal.Simulation.Tests;

/// <summary>What tests read off a host.</summary>
internal static class Measures
{
    /// <summary>Payload sent over links that are still open.</summary>
    public static long OpenSent(this SimulatedHost host)
    {
        var sent = 0L;
        foreach (var peer in host.Swarm.Peers.All)
        {
            sent += peer.Connection.PayloadSent;
        }

        return sent;
    }

    /// <summary>Payload sent to these hosts over links that are still open.</summary>
    public static long OpenSentTo(this SimulatedHost host, IReadOnlyCollection<SimulatedHost> receivers)
    {
        var sent = 0L;
        foreach (var peer in host.Swarm.Peers.All)
        {
            sent += receivers.Any(r => r.Endpoint.WithPort(0) == peer.Remote.WithPort(0)) ? peer.Connection.PayloadSent : 0;
        }

        return sent;
    }

    /// <summary>True where it has a connection with the other.</summary>
    public static bool IsConnectedWith(this SimulatedHost host, SimulatedHost other) => host.Swarm.Peers.All.ToArray().Any(p => p.Remote.WithPort(0) == other.Endpoint.WithPort(0));

    /// <summary>True where it lets the other in no more.</summary>
    public static bool Bans(this SimulatedHost host, SimulatedHost other) => host.Swarm.Peers.Book.Bans.Refuses(other.Endpoint);

    /// <summary>All payload sent.</summary>
    public static long Sent(this SimulatedHost host) => host.Swarm.Totals.Sent + host.OpenSent();
}
