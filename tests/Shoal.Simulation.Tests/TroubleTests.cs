using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Simulation.Disks;
using Shoal.Simulation.Swarms;

namespace Shoal.Simulation.Tests;

public class TroubleTests
{
    private const int Pieces = 96;
    private const int Runs = 6;

    [Fact]
    public void Swarms_of_any_seed_complete()
    {
        foreach (var seed in Seeds.First(20))
        {
            using var swarm = Scenarios.Mixed(seed, leechers: 10, Pieces);
            swarm.RunToCompletion(Scenarios.Hour);
            swarm.Finish();
        }
    }

    [Fact]
    public void Swarms_complete_when_leechers_leave_in_the_middle_of_a_piece()
    {
        foreach (var seed in Seeds.First(Runs))
        {
            using var swarm = Scenarios.Mixed(seed, leechers: 8, Pieces);
            foreach (var leaver in swarm.Leechers.Take(4).ToList())
            {
                swarm.RunUntil("somebody is in the middle of a piece", () => leaver.Swarm.Have.Count > 5, Scenarios.Hour);
                leaver.Crash(losesPower: leaver.Index % 2 == 0);
            }

            swarm.RunToCompletion(Scenarios.Hour);
            swarm.Finish();
        }
    }

    [Fact]
    public void Swarms_complete_when_the_seed_disappears_once_every_piece_is_out()
    {
        foreach (var seed in Seeds.First(Runs))
        {
            using var swarm = Scenarios.Mixed(seed, leechers: 8, Pieces);
            swarm.RunUntil("every piece is out", () => IsOut(swarm), Scenarios.Hour);
            swarm.Hosts[0].Crash(losesPower: seed % 2 == 0);
            swarm.RunToCompletion(Scenarios.Hour);
            swarm.Finish();
        }
    }

    [Fact]
    public void Swarms_complete_while_connections_are_reset()
    {
        foreach (var seed in Seeds.First(Runs))
        {
            using var swarm = Scenarios.Mixed(seed, leechers: 8, Pieces);
            for (var i = 0; i < 60; i++)
            {
                swarm.RunFor(TimeSpan.FromMilliseconds(700));
                var links = swarm.Hosts[swarm.World.Chance.Below(swarm.Hosts.Count)].Line.Links;
                if (links.Count > 0)
                {
                    links[swarm.World.Chance.Below(links.Count)].Break();
                }
            }

            swarm.RunToCompletion(Scenarios.Hour);
            swarm.Finish();
        }
    }

    [Fact]
    public void Swarms_complete_through_a_partition_that_heals()
    {
        foreach (var seed in Seeds.First(Runs))
        {
            using var swarm = Scenarios.Mixed(seed, leechers: 8, Pieces);
            swarm.RunFor(TimeSpan.FromSeconds(5));
            foreach (var a in swarm.Hosts.Take(4))
            {
                foreach (var b in swarm.Hosts.Skip(4))
                {
                    swarm.World.Network.Cut(a.Line, b.Line);
                }
            }

            swarm.RunFor(TimeSpan.FromSeconds(10 + swarm.World.Chance.Below(300)));
            swarm.World.Network.Heal();
            swarm.RunToCompletion(Scenarios.Hour);
            swarm.Finish();
        }
    }

    [Fact]
    public void A_peer_that_stalls_is_snubbed_and_others_are_asked()
    {
        foreach (var seed in Seeds.First(Runs))
        {
            using var swarm = Scenarios.Mixed(seed, leechers: 4, Pieces, seeds: 2, others: 0);
            var stalled = swarm.Hosts[0];
            swarm.RunUntil("somebody fetches", () => swarm.Leechers.All(h => h.Swarm.Have.Count > 3), Scenarios.Hour);
            stalled.Line.Mute(true);
            swarm.RunFor(TimeSpan.FromSeconds(25));
            foreach (var leecher in swarm.Leechers)
            {
                foreach (var peer in leecher.Swarm.Peers.All)
                {
                    swarm.Expect(peer.Remote != stalled.Endpoint || peer.IsSnubbed || peer.Connection.OutstandingCount == 0, $"{leecher} snubbed the stalled peer");
                }
            }

            swarm.RunToCompletion(Scenarios.Hour);
            stalled.Line.Mute(false);
            swarm.Finish();
        }
    }

    [Fact]
    public void A_swarm_with_one_peer_goes_on_when_that_peer_does()
    {
        foreach (var seed in Seeds.First(Runs))
        {
            using var swarm = Scenarios.Mixed(seed, leechers: 1, Pieces);
            swarm.RunUntil("it fetches", () => swarm.Hosts[1].Swarm.Have.Count > 3, Scenarios.Hour);
            swarm.Hosts[0].Line.Mute(true);
            swarm.RunFor(TimeSpan.FromSeconds(30 + swarm.World.Chance.Below(200)));
            swarm.Hosts[0].Line.Mute(false);
            swarm.RunToCompletion(Scenarios.Hour);
            swarm.Finish();
        }
    }

    [Fact]
    public void A_full_disk_stops_a_torrent_and_room_lets_it_go_on()
    {
        foreach (var seed in Seeds.First(Runs))
        {
            using var swarm = Scenarios.Mixed(seed, leechers: 3, Pieces);
            var host = swarm.Hosts[1];
            swarm.RunUntil("half is there", () => host.Swarm.Have.Count >= Pieces / 2, Scenarios.Hour);
            host.Store.IsDiskFull = true;
            swarm.RunUntil("storage failed", () => host.Swarm.State == SwarmState.StorageFailed, Scenarios.Hour);
            swarm.RunFor(TimeSpan.FromSeconds(swarm.World.Chance.Below(90)));
            swarm.Expect(host.Swarm.State == SwarmState.StorageFailed && host.Swarm.Error is not null, $"{host} says why it stands still");
            host.Store.IsDiskFull = false;
            swarm.RunToCompletion(Scenarios.Hour);
            swarm.Expect(host.Swarm.State == SwarmState.Seeding, $"{host} seeds");
            swarm.Finish();
        }
    }

    [Fact]
    public void A_torrent_can_be_stopped_at_any_moment_and_holds_nothing_afterwards()
    {
        foreach (var seed in Seeds.First(Runs))
        {
            using var swarm = Scenarios.Mixed(seed, leechers: 6, Pieces, seeds: 2);
            swarm.RunFor(TimeSpan.FromMilliseconds(100 + swarm.World.Chance.Below(20_000)));
            swarm.Hosts[2].Store.IsDiskFull = seed % 2 == 0;
            swarm.RunFor(TimeSpan.FromMilliseconds(swarm.World.Chance.Below(3_000)));
            swarm.Finish();
        }
    }

    [Fact]
    public void Swarms_complete_after_any_troubles_at_once()
    {
        foreach (var seed in Seeds.First(2 * Runs))
        {
            using var swarm = Scenarios.Mixed(seed, leechers: 7, Pieces);
            var poisoner = swarm.Add(Scenarios.Host(swarm, isSeed: true) with { Disk = new DiskOptions { PoisonPerMille = 100 } });
            swarm.Leechers.ToList().ForEach(h => h.Tell(poisoner));
            new Chaos(swarm).Run(faults: 40);
            swarm.RunToCompletion(Scenarios.Hour + Scenarios.Hour);
            swarm.Finish();
        }
    }

    [Fact]
    public void A_peer_that_unchokes_and_never_sends_a_block_holds_nobody_up()
    {
        foreach (var seed in Seeds.First(3))
        {
            using var swarm = Scenarios.Mixed(seed, leechers: 3, 4 * Pieces);
            AddBad(swarm, Never);
            AddBad(swarm, Never);
            // Once those are snubbed, pieces fail, and each is begun again by one peer alone.
            swarm.RunFor(TimeSpan.FromSeconds(25));
            AddBad(swarm, new DiskOptions { PoisonPerMille = 300 });
            swarm.RunToCompletion(TimeSpan.FromMinutes(15));
        }
    }

    private static void AddBad(SimulatedSwarm swarm, DiskOptions disk)
    {
        var bad = swarm.Add(Scenarios.Host(swarm, isSeed: true) with { Disk = disk });
        swarm.Leechers.ToList().ForEach(h => h.Tell(bad));
    }

    /// <summary>Its reads end after the test.</summary>
    private static readonly DiskOptions Never = new() { Latency = TimeSpan.FromDays(1), CachedPercent = 0 };

    private static bool IsOut(SimulatedSwarm swarm)
    {
        for (var i = 0; i < Pieces; i++)
        {
            if (!swarm.Leechers.Any(h => h.Swarm.Have.Contains(new PieceIndex(i))))
            {
                return false;
            }
        }

        return true;
    }
}
