using Shoal.Metainfo;
using Shoal.Peers.Messages;
using Shoal.Peers.Tests;

namespace Shoal.Client.Tests.Extensions;

/// <summary>BEP 54.</summary>
public sealed class DontHaveTests
{
    private const int Pieces = 4;

    [Fact]
    public void It_is_offered()
    {
        using var bench = new SwarmBench(Pieces);
        Assert.True(bench.Connect(1, extended: true).HearIntroduction()["m"u8]["lt_donthave"u8].TryGetInteger(out var id));
        Assert.Equal(3, id);
    }

    [Fact]
    public void A_lost_piece_counts_no_more_and_nothing_is_wanted_of_who_has_nothing()
    {
        using var bench = new SwarmBench(Pieces);
        var peer = bench.Connect(1, extended: true);
        peer.Say(Wires.Have(2));
        Assert.Equal(1, bench.Swarm.Picker.Order.AvailabilityOf(new PieceIndex(2)));
        peer.Hear();
        peer.Say(DontHave(2), DontHave(2), DontHave(1));
        Assert.Equal(0, bench.Swarm.Picker.Order.AvailabilityOf(new PieceIndex(2)));
        Assert.Equal(0, peer.Peer.Useful);
        Assert.Contains(peer.Hear(), m => m.Kind == MessageKind.NotInterested);
    }

    [Fact]
    public void A_seed_that_loses_a_piece_is_counted_again_for_the_others()
    {
        using var bench = new SwarmBench(Pieces);
        var peer = bench.Connect(1, extended: true);
        peer.Say(Wires.Message(14));
        peer.Say(DontHave(0));
        Assert.Equal([0, 1, 1, 1], Enumerable.Range(0, Pieces).Select(i => bench.Swarm.Picker.Order.AvailabilityOf(new PieceIndex(i))));
        peer.Say(Wires.Have(0));
        Assert.Equal([0, 0, 0, 0], Enumerable.Range(0, Pieces).Select(i => bench.Swarm.Picker.Order.AvailabilityOf(new PieceIndex(i))));
        peer.Link.End();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Blocks_of_it_are_asked_of_others_when_the_peer_rejects_them_or_at_once_where_it_cannot(bool fast)
    {
        using var bench = new SwarmBench(1);
        var (loser, other) = (bench.Connect(1, fast: fast, extended: true), bench.Connect(2));
        loser.Say(Wires.Have(0), Wires.Message(1));
        var asked = loser.HearBlocks(MessageKind.Request);
        Assert.Equal(4, asked.Count);
        loser.Say(DontHave(0));
        Assert.Equal(fast ? 4 : 0, loser.Peer.Connection.OutstandingCount);
        if (fast)
        {
            loser.Say([.. asked.Select(r => Wires.Request(16, r))]);
        }

        Assert.Empty(loser.HearBlocks(MessageKind.Request));
        other.Say(Wires.Message(14), Wires.Message(1));
        Assert.Equal(asked, other.HearBlocks(MessageKind.Request));
    }

    [Fact]
    public void A_piece_that_is_none_ends_the_connection()
    {
        using var bench = new SwarmBench(Pieces);
        var peer = bench.Connect(1, extended: true);
        peer.Say(DontHave(Pieces));
        Assert.Equal("named a piece that the torrent does not have", peer.Ended);
    }

    private static byte[] DontHave(int piece) => Wires.Message(20, [3, .. Wires.Number(piece)]);
}
