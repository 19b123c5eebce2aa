using Shoal.Simulation.Swarms;

namespace Shoal.Simulation.Tests;

/// <summary>How peers hear of each other where each knows one address (BEP 11), and that a private torrent's do not (BEP 27).</summary>
public class ExchangeTests
{
    private const int Peers = 20;

    [Fact]
    public void Twenty_peers_who_know_one_address_find_all_others()
    {
        foreach (var seed in Seeds.First(3))
        {
            using var swarm = Star(seed, isPrivate: false);
            swarm.RunFor(TimeSpan.FromMinutes(5));
            foreach (var host in swarm.Hosts)
            {
                swarm.Expect(host.Swarm.Peers.Count == Peers - 1, $"{host} is connected with all others");
            }

            swarm.Finish();
        }
    }

    [Fact]
    public void Peers_of_a_private_torrent_stay_with_whom_their_tracker_named()
    {
        foreach (var seed in Seeds.First(3))
        {
            using var swarm = Star(seed, isPrivate: true);
            swarm.RunFor(TimeSpan.FromMinutes(5));
            foreach (var host in swarm.Hosts)
            {
                swarm.Expect(host.Swarm.Peers.Count == (host.Index == 0 ? Peers - 1 : 1), $"{host} is connected with the one that it was told of");
                swarm.Expect(host.Swarm.Peers.Book.All.Count == (host.Index == 0 ? 0 : 1), $"{host} knows no other address");
            }

            swarm.Finish();
        }
    }

    [Fact]
    public void A_torrent_spreads_through_a_swarm_whose_peers_knew_one_leecher_alone()
    {
        foreach (var seed in Seeds.First(3))
        {
            using var swarm = Star(seed, isPrivate: false, withSeed: true);
            swarm.RunToCompletion(Scenarios.Hour);
            var spread = swarm.Hosts.Count(h => h.Sent() > 0);
            swarm.Expect(spread > Peers / 2, $"most have sent something: {spread}");
            swarm.Finish();
        }
    }

    /// <summary>Nobody has anything, except where the last comes with all of it; all know the first.</summary>
    private static SimulatedSwarm Star(ulong seed, bool isPrivate, bool withSeed = false, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var swarm = new SimulatedSwarm(seed, pieces: 64, test, isPrivate: isPrivate);
        for (var i = 0; i < Peers; i++)
        {
            swarm.Add(new HostOptions { IsSeed = withSeed && i == Peers - 1 });
        }

        foreach (var host in swarm.Hosts.Skip(1))
        {
            host.Tell(swarm.Hosts[0]);
        }

        return swarm;
    }
}
