using System.Runtime.CompilerServices;
using Shoal.Simulation.Disks;
using Shoal.Simulation.Swarms;

namespace Shoal.Simulation.Tests;

/// <summary>Peers that send wrong bytes among their right ones.</summary>
public class PoisonTests
{
    private const int Runs = 8;
    private const int MiB = 1024 * 1024;

    /// <summary>Of so many blocks one in five is wrong: that none is has a chance of one in a million.</summary>
    private const int Enough = 64 * 16 * 1024;

    [Fact]
    public void Each_poisoner_is_banned_by_everybody_it_served_and_no_innocent_by_anybody() =>
        Run(Seeds.First(Runs), pieces: 96, pieceLength: 64 * 1024, isV2: false);

    /// <summary>Hosts with little memory hold them in the part file.</summary>
    [Fact]
    public void Each_poisoner_of_large_pieces_is_banned_by_everybody_it_served_and_no_innocent_by_anybody() =>
        Run(Seeds.First(Runs), pieces: 12, pieceLength: MiB, isV2: false);

    [Fact]
    public void Each_poisoner_of_a_v2_torrent_is_banned_by_everybody_it_served_and_no_innocent_by_anybody()
    {
        var (failed, wasted) = Run(Seeds.First(Runs), pieces: 12, pieceLength: MiB, isV2: true);
        Assert.True(wasted < (long)failed * MiB * 3 / 4, $"the leaves told good blocks from bad ones: {failed} pieces failed, {wasted} bytes were wasted");
    }

    private static (int Failed, long Wasted) Run(IEnumerable<ulong> seeds, int pieces, int pieceLength, bool isV2, [CallerMemberName] string test = "")
    {
        var (failed, wasted) = (0, 0L);
        foreach (var seed in seeds)
        {
            using var swarm = Scenarios.Mixed(seed, leechers: 6, pieces, seeds: 2, pieceLength: pieceLength, isV2: isV2, test: test);
            SimulatedHost[] poisoners = [AddPoisoner(swarm), AddPoisoner(swarm)];
            swarm.RunToCompletion(Scenarios.Hour);
            foreach (var leecher in swarm.Leechers)
            {
                failed += leecher.Swarm.Totals.PiecesFailed;
                wasted += leecher.Swarm.Totals.Wasted;
                var banned = poisoners.Where(p => leecher.Bans(p)).ToArray();
                swarm.Expect(banned.Length > 0 || leecher.Swarm.Totals.PiecesFailed == 0, $"{leecher} knows why its pieces failed");
                foreach (var poisoner in poisoners.Except(banned))
                {
                    swarm.Expect(ReceivedFrom(leecher, poisoner) < Enough, $"{leecher} banned {poisoner}, from which it has {ReceivedFrom(leecher, poisoner)} bytes");
                }
            }

            foreach (var (one, another) in swarm.Hosts.SelectMany(_ => swarm.Hosts, (one, another) => (one, another)).Where(pair => !poisoners.Contains(pair.another)))
            {
                swarm.Expect(!one.Bans(another), $"{one} did not ban the honest {another}");
            }

            swarm.Finish();
        }

        Assert.True(failed > 0, "pieces failed");
        return (failed, wasted);
    }

    private static SimulatedHost AddPoisoner(SimulatedSwarm swarm)
    {
        var poisoner = swarm.Add(Scenarios.Host(swarm, isSeed: true) with { Disk = new DiskOptions { PoisonPerMille = 200 } });
        swarm.Leechers.ToList().ForEach(leecher => leecher.Tell(poisoner));
        return poisoner;
    }

    private static long ReceivedFrom(SimulatedHost leecher, SimulatedHost from)
    {
        var connected = leecher.Swarm.Peers.All.ToArray().Where(peer => peer.Remote == from.Endpoint).Sum(peer => peer.Connection.PayloadReceived);
        return connected + (leecher.Swarm.Totals.EarlierOf(from.Endpoint)?.Received ?? 0);
    }
}
