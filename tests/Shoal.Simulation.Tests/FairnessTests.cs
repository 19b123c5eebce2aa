using Shoal.Client.Swarms;
using Shoal.Simulation.Networks;
using Shoal.Simulation.Swarms;

namespace Shoal.Simulation.Tests;

/// <summary>Who gets how much, in swarms that share slots, connections and rates between torrents.</summary>
public class FairnessTests
{
    private const int KiB = 1024;
    private const int PieceLength = 64 * KiB;

    /// <summary>BEP 3: giving pays. The seed gives all the same and too little, so most must come from other leechers.</summary>
    [Fact]
    public void A_freerider_gets_clearly_less_than_those_who_give()
    {
        foreach (var seed in Seeds.First(2))
        {
            using var swarm = new SimulatedSwarm(seed, pieces: 1024);
            swarm.Add(new HostOptions { IsSeed = true, UploadSlots = 12, Line = new LineOptions { Up = 512 * KiB } });
            for (var i = 0; i < 12; i++)
            {
                // A freerider sends next to nothing.
                var line = new LineOptions { Up = 256 * KiB, Down = 4096 * KiB };
                swarm.Add(new HostOptions { UploadSlots = 4, Line = line, UpRate = i < 2 ? 1 : null });
            }

            swarm.Introduce(others: 11);
            swarm.RunUntil("a contributor is done", () => swarm.Hosts.Skip(3).Any(h => h.Swarm.IsComplete), Scenarios.Hour);
            var freeriders = swarm.Hosts.Skip(1).Take(2).Average(h => h.Swarm.Have.Count);
            var contributors = swarm.Hosts.Skip(3).Average(h => h.Swarm.Have.Count);
            swarm.Expect(freeriders < contributors * 0.7, $"freeriders have {freeriders:F0} pieces, contributors {contributors:F0}");
            swarm.Finish();
        }
    }

    [Fact]
    public void Two_torrents_of_a_seed_share_its_limit_evenly_though_one_has_many_peers()
    {
        foreach (var seed in Seeds.First(5))
        {
            using var swarm = new SimulatedSwarm(seed, pieces: 512, torrents: 2);
            var server = swarm.Add(new HostOptions { IsSeed = true, Torrents = [0, 1], Loops = 2, UploadSlots = 6, UpRate = 512 * KiB, Line = new LineOptions { Up = 4096 * KiB } });
            for (var i = 0; i < 8; i++)
            {
                swarm.Add(new HostOptions { Torrents = [i < 7 ? 0 : 1], UpRate = 1 });
            }

            swarm.Introduce(others: 0);
            swarm.RunFor(TimeSpan.FromSeconds(10));
            var before = server.Torrents.Select(t => t.Swarm.Totals.SentWith(t.Swarm.Peers)).ToArray();
            swarm.RunFor(TimeSpan.FromSeconds(60));
            var sent = server.Torrents.Select((t, i) => t.Swarm.Totals.SentWith(t.Swarm.Peers) - before[i]).ToArray();
            swarm.Expect(sent.Sum() is > 60 * 512 * KiB * 98L / 100 and < (60 * 512 * KiB * 102L / 100), $"the limit is kept: {sent.Sum() / 60 / KiB} KiB/s");
            swarm.Expect(Math.Abs((sent[0] / (double)sent[1]) - 1) < 0.1, $"the torrents get the same: {sent[0]} and {sent[1]}");
            swarm.Finish();
        }
    }

    [Fact]
    public void A_download_limit_is_kept_and_snubs_nobody()
    {
        foreach (var seed in Seeds.First(5))
        {
            using var swarm = new SimulatedSwarm(seed, pieces: 256, torrents: 2);
            for (var i = 0; i < 4; i++)
            {
                swarm.Add(new HostOptions { IsSeed = true, Torrents = [0, 1], Line = new LineOptions { Up = 1024 * KiB } });
            }

            var leecher = swarm.Add(new HostOptions { Torrents = [0, 1], Loops = 2, DownRate = 200 * KiB });
            swarm.Introduce(others: 0);
            swarm.RunFor(TimeSpan.FromSeconds(5));
            long Received() => leecher.Torrents.Sum(t => t.Swarm.Totals.ReceivedWith(t.Swarm.Peers));
            var before = Received();
            for (var second = 0; second < 60; second++)
            {
                swarm.RunFor(TimeSpan.FromSeconds(1));
                swarm.Expect(leecher.Torrents.All(t => !t.Swarm.Peers.All.ToArray().Any(p => p.IsSnubbed)), "nobody is snubbed");
            }

            var rate = (Received() - before) / 60.0 / KiB;
            swarm.Expect(rate is > 196 and < 204, $"the limit is kept: {rate:F1} KiB/s");
            swarm.RunToCompletion(Scenarios.Hour);
            swarm.Finish();
        }
    }

    /// <summary>Slots, connections and dials of one client, between torrents on several loops, under troubles; each step checks what is taken, the end that nothing is.</summary>
    [Fact]
    public void Torrents_on_several_loops_share_slots_connections_and_rates_through_any_troubles()
    {
        foreach (var seed in Seeds.First(8))
        {
            using var swarm = new SimulatedSwarm(seed, pieces: 48, torrents: 3);
            var chance = swarm.World.Chance;
            for (var i = 0; i < 10; i++)
            {
                swarm.Add(Scenarios.Host(swarm, isSeed: i < 2) with
                {
                    Torrents = i < 2 ? [0, 1, 2] : [.. Enumerable.Range(0, 3).Where(t => t == i % 3 || chance.Below(2) == 0)],
                    Loops = 1 + chance.Below(3),
                    Connections = i < 2 ? 500 : 8 + chance.Below(20),
                    UploadSlots = chance.Below(4) == 0 ? null : 1 + chance.Below(5),
                    UpRate = chance.Below(2) == 0 ? null : (100 + chance.Below(400)) * KiB,
                    DownRate = chance.Below(2) == 0 ? null : (100 + chance.Below(400)) * KiB,
                    TorrentUpRate = chance.Below(2) == 0 ? null : (100 + chance.Below(400)) * KiB,
                });
            }

            swarm.Introduce(others: 5);
            new Chaos(swarm).Run(faults: 12);
            swarm.RunToCompletion(Scenarios.Hour);
            swarm.Finish();
        }
    }

    [Fact]
    public void A_torrent_stops_by_itself_once_it_has_sent_its_ratio()
    {
        foreach (var seed in Seeds.First(5))
        {
            using var swarm = new SimulatedSwarm(seed, pieces: 64);
            var giver = swarm.Add(new HostOptions { IsSeed = true, SeedRatio = 0.8, UpRate = 512 * KiB });
            for (var i = 0; i < 3; i++)
            {
                swarm.Add(new HostOptions());
            }

            swarm.Introduce(others: 0);
            swarm.RunUntil("the seed has stopped by itself", () => giver.Swarm.State == SwarmState.Stopped, Scenarios.Hour);
            swarm.Expect(giver.Swarm.HasReachedRatio && giver.Swarm.Ratio is >= 0.8 and < 1, $"at its ratio: {giver.Swarm.Ratio:F2}");
            swarm.Finish();
        }
    }

    [Fact]
    public void Pieces_come_at_a_kibibyte_a_second_too()
    {
        using var swarm = new SimulatedSwarm(1, pieces: 4, pieceLength: PieceLength / 4);
        swarm.Add(new HostOptions { IsSeed = true, UpRate = KiB });
        swarm.Add(new HostOptions());
        swarm.Introduce(0);
        swarm.RunToCompletion(TimeSpan.FromSeconds(60));
        swarm.Expect(swarm.World.Agenda.Now > TimeSpan.FromSeconds(47), "the limit is kept");
        swarm.Finish();
    }
}
