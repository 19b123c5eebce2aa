using Shoal.Peers.Messages;
using Shoal.Peers.Tests;

namespace Shoal.Client.Tests.Swarms;

/// <summary>Peers that owe blocks and send none: others are asked, and what comes late does no harm.</summary>
public sealed class SnubbedPeerTests
{
    [Fact]
    public void A_returning_peer_that_sends_several_blocks_at_once_leaves_nothing_owed_elsewhere()
    {
        using var bench = new SwarmBench(1);
        var (late, other) = (bench.Connect(1), bench.Connect(2));
        late.Say(Wires.Message(14), Wires.Message(1));
        var asked = late.HearBlocks(MessageKind.Request);
        Pass(bench, seconds: 22);
        other.Say(Wires.Message(14), Wires.Message(1));
        Assert.Equal(asked.ToHashSet(), other.HearBlocks(MessageKind.Request).ToHashSet());

        // Three blocks in one receive.
        late.Say([.. asked.Take(3).SelectMany(r => Wires.Piece(r, new byte[16384]))]);

        Assert.Equal(asked.Take(3).ToHashSet(), other.HearBlocks(MessageKind.Cancel).ToHashSet());
        Assert.Equal([asked[3]], other.Peer.Connection.OutstandingRequests().Select(o => o.Request));
    }

    [Fact]
    public void A_request_that_is_never_answered_is_asked_again_of_the_only_peer()
    {
        using var bench = new SwarmBench(1);
        var peer = bench.Connect(1);
        peer.Say(Wires.Message(14), Wires.Message(1));
        var asked = peer.HearBlocks(MessageKind.Request);
        peer.Answer(asked.Skip(1));
        for (var i = 0; i < 4; i++)
        {
            Pass(bench, seconds: 20);
            peer.Say(new byte[4]);
        }

        Assert.Contains(asked[0], peer.HearBlocks(MessageKind.Request));
        peer.Answer([asked[0]]);
        Assert.True(bench.Swarm.IsComplete);
    }

    [Fact]
    public void A_peer_that_rejects_without_choking_is_left_alone_for_a_moment()
    {
        using var bench = new SwarmBench(1);
        var peer = bench.Connect(1);
        peer.Say(Wires.Message(14), Wires.Message(1));
        var asked = peer.HearBlocks(MessageKind.Request);
        peer.Say([.. asked.SelectMany(r => Wires.Request(16, r))]);
        Assert.DoesNotContain(peer.Hear(), m => m.Kind == MessageKind.Request);
        Pass(bench, seconds: 2);
        Assert.Equal(asked.ToHashSet(), peer.HearBlocks(MessageKind.Request).ToHashSet());
    }

    [Fact]
    public void A_choked_newcomer_gets_a_granted_piece_twice_and_no_more()
    {
        using var bench = new SwarmBench(1, have: SwarmBench.AllOf(1));
        var peer = bench.Connect(1);
        Assert.Contains(peer.Hear(), m => m.Kind == MessageKind.AllowedFast);
        peer.Say(Wires.Message(15));
        var block = Wires.Block(0, 0, 16384);
        for (var i = 0; i < 8; i++)
        {
            peer.Say(Wires.Request(6, block));
            Assert.Contains(peer.Hear(), m => m.Kind == MessageKind.Piece);
        }

        peer.Say(Wires.Request(6, block));
        Assert.Contains(peer.Hear(), m => m.Kind == MessageKind.Reject);
    }

    private static void Pass(SwarmBench bench, int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            bench.Loop.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
