using Shoal.Peers.Messages;
using Shoal.Peers.Tests;

namespace Shoal.Client.Tests.Choking;

/// <summary>BEP 3, anti-snubbing.</summary>
public sealed class StingyPeerTests
{
    private const int Pieces = 40;

    [Fact]
    public void Who_gives_nothing_for_a_minute_while_we_want_keeps_no_regular_slot()
    {
        using var bench = new SwarmBench(Pieces, slots: 4);
        var peers = Enumerable.Range(1, 4).Select(i => bench.Connect((byte)i)).ToArray();
        foreach (var peer in peers)
        {
            peer.Say(Wires.Message((byte)MessageKind.HaveAll), Wires.Message((byte)MessageKind.Interested));
        }

        Assert.All(peers, p => Assert.False(p.Peer.IsChoking));
        Pass(bench, peers, seconds: 65);
        bench.ChokeRound();
        Assert.Single(peers, p => !p.Peer.IsChoking);

        // A free slot is not for it either.
        var choked = peers.First(p => p.Peer.IsChoking);
        choked.Say(Wires.Message((byte)MessageKind.NotInterested), Wires.Message((byte)MessageKind.Interested));
        Assert.True(choked.Peer.IsChoking);
    }

    [Fact]
    public void Who_would_give_and_is_not_asked_because_our_own_limit_is_low_is_not_to_blame()
    {
        using var bench = new SwarmBench(Pieces, slots: 4);
        bench.Swarm.Rates.Change(up: null, down: 100);
        var peers = Enumerable.Range(1, 4).Select(i => bench.Connect((byte)i)).ToArray();
        foreach (var peer in peers)
        {
            peer.Say(Wires.Message((byte)MessageKind.HaveAll), Wires.Message((byte)MessageKind.Unchoke), Wires.Message((byte)MessageKind.Interested));
        }

        Pass(bench, peers, seconds: 400);
        bench.ChokeRound();
        Assert.All(peers, p => Assert.False(p.Peer.IsChoking || p.Peer.IsSnubbed));
    }

    /// <summary>Lets time pass in which every peer stays alive and answers at once what it is asked for.</summary>
    private static void Pass(SwarmBench bench, BenchPeer[] peers, int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            foreach (var peer in peers)
            {
                peer.Say(new byte[4]);
                peer.Answer(peer.HearBlocks(MessageKind.Request));
            }

            bench.Loop.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
