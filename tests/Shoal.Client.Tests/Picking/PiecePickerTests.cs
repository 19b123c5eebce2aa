using Shoal.Client.Picking;
using Shoal.Client.Pieces;
using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Client.Tests.Picking;

public sealed class PiecePickerTests
{
    private const int Pieces = 30;
    private const int BlocksPerPiece = 4;

    [Fact]
    public void After_the_first_four_the_rarest_comes_first()
    {
        using var bench = new SwarmBench(Pieces);
        var picker = Picker(bench);
        for (var i = 0; i < Pieces; i++)
        {
            picker.Order.ChangeAvailability(new PieceIndex(i), 40 - i);
        }

        var order = FetchAll(picker, Seed(bench, 1));
        Assert.Equal(Pieces, order.Distinct().Count());
        Assert.NotEqual(Enumerable.Range(Pieces - 4, 4).Reverse(), order.Take(4));
        Assert.Equal(order.Skip(4).OrderDescending(), order.Skip(4));
    }

    [Fact]
    public void Sequential_is_in_order()
    {
        using var bench = new SwarmBench(Pieces);
        Assert.Equal(Enumerable.Range(0, Pieces), FetchAll(Picker(bench, isSequential: true), Seed(bench, 1)));
    }

    [Fact]
    public void High_priority_comes_before_rarity_and_low_after_all()
    {
        using var bench = new SwarmBench(Pieces);
        var picker = Picker(bench);
        picker.Order.ChangeAvailability(new PieceIndex(7), 30);
        picker.Order.Insert(new PieceIndex(7), PiecePriority.High);
        picker.Order.Insert(new PieceIndex(8), PiecePriority.Low);
        var order = FetchAll(picker, Seed(bench, 1));
        Assert.Equal((7, 8), (order[0], order[^1]));
    }

    [Fact]
    public void A_piece_that_nobody_drives_is_finished_before_another_is_begun()
    {
        using var bench = new SwarmBench(Pieces);
        var picker = Picker(bench);
        var (first, second) = (Seed(bench, 1), Seed(bench, 2));
        Assert.True(picker.TryPick(first, out var begun, out var block));
        begun.Ask(block);
        Assert.True(picker.TryPick(second, out var other, out _));
        Assert.NotEqual(begun.Index, other.Index);
        first.Current = null;
        begun.Owner = null;
        other.Owner = first;
        second.Current = null;
        Assert.True(picker.TryPick(second, out var taken, out block));
        Assert.Equal((begun.Index, 1), (taken.Index, block));
    }

    /// <summary>A seed's line is for what only it has; the peers that have the piece too can finish it.</summary>
    [Fact]
    public void A_piece_that_nobody_drives_waits_where_the_peer_has_a_rarer_one()
    {
        using var bench = new SwarmBench(Pieces);
        var picker = Picker(bench);
        var (peer, seed) = (Seed(bench, 1), Seed(bench, 2));
        Assert.True(picker.TryPick(peer, out var left, out var block));
        left.Ask(block);
        picker.Order.ChangeAvailability(left.Index, 1);
        peer.Current = null;
        left.Owner = null;
        for (var i = 1; i < Pieces; i++)
        {
            for (var b = 0; b < BlocksPerPiece; b++)
            {
                Assert.True(picker.TryPick(seed, out var rarer, out block));
                rarer.Ask(block);
                Assert.NotEqual(left.Index, rarer.Index);
            }
        }

        Assert.True(picker.TryPick(seed, out var last, out block));
        Assert.Equal((left.Index, 1), (last.Index, block));
    }

    [Fact]
    public void An_open_piece_can_always_finish_and_none_is_begun_that_could_not()
    {
        using var bench = new SwarmBench(Pieces);
        var budget = new MemoryBudget(4 * BlocksPerPiece);
        var picker = Picker(bench, budget);
        var peer = Seed(bench, 1);
        var asked = 0;
        while (picker.TryPick(peer, out var piece, out var block))
        {
            piece.Ask(block);
            asked++;
        }

        Assert.Equal(4 * BlocksPerPiece, asked);
        Assert.Equal(4, picker.Open.Count);
        Assert.Equal(4 * BlocksPerPiece, budget.Used);
    }

    [Fact]
    public void In_the_end_game_blocks_are_asked_of_others_fewest_copies_first_and_not_twice_of_one()
    {
        using var bench = new SwarmBench(1);
        var picker = Picker(bench);
        var peers = Enumerable.Range(1, 4).Select(i => Seed(bench, (byte)i)).ToArray();
        for (var i = 0; i < BlocksPerPiece; i++)
        {
            Ask(picker, peers[0], bench);
        }

        var piece = picker.Open[0];
        Assert.False(picker.TryPick(peers[0], out _, out _));
        Assert.Equal(0, Ask(picker, peers[1], bench));
        Assert.Equal(2, piece.AskedOf(0));
        Assert.False(picker.TryPick(peers[1], out _, out _));
        Assert.Equal(1, Ask(picker, peers[2], bench));
        Assert.Equal(2, Ask(picker, peers[3], bench));
        Assert.Equal([2, 2, 2, 1], Enumerable.Range(0, BlocksPerPiece).Select(piece.AskedOf));
    }

    private static PiecePicker Picker(SwarmBench bench, MemoryBudget? budget = null, bool isSequential = false)
    {
        var picker = new PiecePicker(bench.Layout, budget ?? new MemoryBudget(1024), new SeededChance(3), isSequential);
        for (var i = 0; i < bench.Layout.PieceCount; i++)
        {
            picker.Order.Insert(new PieceIndex(i), PiecePriority.Normal);
        }

        return picker;
    }

    /// <summary>A peer that has all and serves us, of whom the swarm itself asks nothing.</summary>
    private static Peer Seed(SwarmBench bench, byte number)
    {
        var peer = bench.Connect(number).Peer;
        peer.Have.Fill();
        peer.IsChoked = false;
        return peer;
    }

    private static int Ask(PiecePicker picker, Peer peer, SwarmBench bench)
    {
        Assert.True(picker.TryPick(peer, out var piece, out var block));
        piece.Ask(block);
        peer.Connection.Request(piece.RequestOf(block), bench.Slab.Rent());
        return block;
    }

    /// <summary>The pieces in the order in which one peer alone fetches them.</summary>
    private static List<int> FetchAll(PiecePicker picker, Peer peer)
    {
        var order = new List<int>();
        while (picker.TryPick(peer, out var piece, out var block))
        {
            piece.Ask(block);
            piece.Arrive(block, default, peer);
            if (piece.IsWhole)
            {
                order.Add(piece.Index.Value);
                picker.Close(piece);
            }
        }

        return order;
    }
}
