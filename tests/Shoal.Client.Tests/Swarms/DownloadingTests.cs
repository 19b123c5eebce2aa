using Shoal.Metainfo;
using Shoal.Peers.Messages;
using Shoal.Peers.Tests;
using Shoal.Storage;

namespace Shoal.Client.Tests.Swarms;

public sealed class DownloadingTests
{
    [Fact]
    public void Blocks_that_a_leaving_peer_owed_are_asked_of_another_the_half_one_too()
    {
        using var bench = new SwarmBench(1);
        var first = bench.Connect(1);
        first.Say(Wires.Message(14), Wires.Message(1));
        var asked = first.HearBlocks(MessageKind.Request);
        Assert.Equal(4, asked.Count);
        first.Say(Wires.Piece(asked[0], new byte[16384])[..5000]);
        var second = bench.Connect(2);
        first.Link.End();
        second.Say(Wires.Message(14), Wires.Message(1));
        Assert.Equal(asked.ToHashSet(), second.HearBlocks(MessageKind.Request).ToHashSet());
        second.Answer(asked);
        Assert.True(bench.Swarm.IsComplete);
    }

    /// <summary>Its next owner could never have been given the blocks that the last one was asked for: nobody else may fetch such a piece.</summary>
    [Fact]
    public void A_piece_that_one_peer_must_fetch_alone_goes_whole_to_the_next_when_that_peer_chokes()
    {
        using var bench = new SwarmBench(1);
        bench.Store.Verdict = PieceVerdict.Bad;
        var (first, second) = (bench.Connect(1), bench.Connect(2));
        first.Say(Wires.Message(14), Wires.Message(1));
        var asked = first.HearBlocks(MessageKind.Request);
        first.Answer(asked.Take(2));
        second.Say(Wires.Message(14), Wires.Message(1));
        second.Hear();
        first.Say(Wires.Message(0), Wires.Request(16, asked[2]), Wires.Request(16, asked[3]));
        second.Answer(asked.Skip(2));
        bench.Loop.Run();
        Assert.Equal(1, bench.Swarm.Totals.PiecesFailed);
        Assert.Equal((1, 1), (first.Peer.Failures, second.Peer.Failures));
        bench.Store.Verdict = PieceVerdict.Good;
        var again = second.HearBlocks(MessageKind.Request).TakeLast(4).ToList();
        Assert.Equal(asked, again);
        first.Say(Wires.Message(1));
        Assert.DoesNotContain(first.Hear(), m => m.Kind == MessageKind.Request);
        second.Answer(again.Take(1));
        second.Say(Wires.Message(0));
        Assert.Equal(asked, first.HearBlocks(MessageKind.Request));
        second.Answer(again.Skip(1).Take(1));
        second.Say(Wires.Request(16, again[2]), Wires.Request(16, again[3]));
        first.Answer(asked);
        Assert.True(bench.Swarm.IsComplete);
    }

    [Fact]
    public void What_a_choking_peer_rejects_is_asked_of_an_idle_one_at_once()
    {
        using var bench = new SwarmBench(1);
        var (first, second) = (bench.Connect(1), bench.Connect(2));
        first.Say(Wires.Message(14), Wires.Message(1));
        var asked = first.HearBlocks(MessageKind.Request);
        second.Say(Wires.Message(14), Wires.Message(1));
        second.Answer(second.HearBlocks(MessageKind.Request));
        second.Say(Wires.Message(0), Wires.Message(1));
        second.Hear();
        first.Say([.. Wires.Message(0), .. asked.SelectMany(r => Wires.Request(16, r))]);
        Assert.NotEmpty(second.HearBlocks(MessageKind.Request));
    }

    /// <summary>A queue of whole pieces would only take more memory: the line waits for the workers.</summary>
    [Fact]
    public void No_more_is_asked_for_while_many_whole_pieces_wait_for_workers()
    {
        const int pieces = 2 * Limits.SealedWaiting / 4;
        using var bench = new SwarmBench(pieces, budget: 4 * pieces);
        var peer = bench.Connect(1);
        bench.Workers.IsHeld = true;
        peer.Say(Wires.Message(14), Wires.Message(1));
        var answered = AnswerAll(peer);

        Assert.InRange(answered, Limits.SealedWaiting, Limits.SealedWaiting + Limits.WindowHeadroom);
        bench.Workers.Release(most: (answered - Limits.SealedWaiting) / 4 + 1);
        bench.Loop.Run();
        Assert.NotEqual(0, peer.Peer.Connection.OutstandingCount);

        bench.Workers.IsHeld = false;
        bench.Workers.Release();
        AnswerAll(peer);
        Assert.True(bench.Swarm.IsComplete);
    }

    /// <summary>Answers until nothing is asked any more; returns how many blocks that were.</summary>
    private static int AnswerAll(BenchPeer peer)
    {
        var count = 0;
        while (peer.HearBlocks(MessageKind.Request) is { Count: > 0 } asked)
        {
            peer.Answer(asked);
            count += asked.Count;
        }

        return count;
    }
}
