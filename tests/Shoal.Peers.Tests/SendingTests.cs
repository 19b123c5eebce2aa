using FsCheck;
using FsCheck.Fluent;
using Shoal.Metainfo;
using Shoal.Peers.Messages;

namespace Shoal.Peers.Tests;

public sealed class SendingTests
{
    [Fact]
    public void Small_messages_are_framed_as_the_BEPs_say()
    {
        using var ends = new Ends();
        ends.Connection.SendKeepAlive();
        ends.Connection.Send(MessageKind.Interested);
        ends.Connection.Send(MessageKind.Have, new PieceIndex(7));
        ends.Connection.Send(MessageKind.Reject, Wires.Block(1, 0x4000, 0x4000));
        ends.Connection.Send(MessageKind.Bitfield, [0xff, 0x80]);
        ends.Connection.Send(MessageKind.Extended, [0, .. "de"u8]);
        Assert.Empty(ends.Link.Sent);
        ends.Loop.Run();
        Assert.Equal("00000000" + "0000000102" + "000000050400000007" + "0000000D10000000010000400000004000" + "0000000305FF80" + "0000000414006465",
            Convert.ToHexString(ends.Link.Sent));
    }

    /// <summary>Control messages overtake blocks that are not begun; both keep their own order, and each message is whole.</summary>
    [Fact]
    public void All_that_was_queued_leaves_whole_and_in_order_however_short_the_writes() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
        {
            using var ends = new Ends();
            var chance = new Random(seed);
            var (control, blocks, payload) = (new List<byte>(), new List<(BlockRequest Request, byte[] Bytes)>(), 0L);
            ends.Link.Taking = offered => chance.Next(3) == 0 ? 0 : chance.Next(1, Math.Min(offered, chance.Next(2) == 0 ? 30 : 100_000) + 1);
            for (var i = 0; i < 60; i++)
            {
                switch (chance.Next(4))
                {
                    case 0:
                        ends.Connection.Send(MessageKind.Have, new PieceIndex(i));
                        control.AddRange(Wires.Have(i));
                        break;
                    case 1:
                        var extended = Wires.Random(i, chance.Next(2000));
                        ends.Connection.Send(MessageKind.Extended, extended);
                        control.AddRange(Wires.Message(20, extended));
                        break;
                    case 2:
                        var bytes = Wires.Random(i, chance.Next(5) == 0 ? 16384 : chance.Next(1, 500));
                        ends.Connection.QueueBlock(Wires.Block(i, 16384, bytes.Length), ends.Filled(bytes));
                        blocks.Add((Wires.Block(i, 16384, bytes.Length), bytes));
                        payload += bytes.Length;
                        break;
                    default:
                        ends.Link.BecomeWritable();
                        ends.Loop.Run();
                        break;
                }
            }

            do
            {
                ends.Link.BecomeWritable();
                ends.Loop.Run();
            }
            while (ends.Link.WantsWritable);

            var (sentControl, sentBlocks) = Take(ends.Link.Sent);
            Assert.Equal(control, sentControl);
            Assert.Equal(blocks.SelectMany(b => Wires.Piece(b.Request, b.Bytes)), sentBlocks);
            Assert.Equal(payload, ends.Connection.PayloadSent);
            Assert.Equal(0, ends.Slab.InUse);
            Assert.InRange(ends.Link.MostRuns, 1, 1024);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Fact]
    public void A_dropped_block_is_told_and_a_begun_one_is_finished()
    {
        using var ends = new Ends();
        var bytes = new[] { Wires.Random(0, 100), Wires.Random(1, 100), Wires.Random(2, 100) };
        ends.Link.Taking = static _ => 0;
        for (var i = 0; i < 3; i++)
        {
            ends.Connection.QueueBlock(Wires.Block(i, 0, 100), ends.Filled(bytes[i]));
        }

        var room = 50;
        ends.Link.Taking = offered =>
        {
            var take = Math.Min(offered, room);
            room -= take;
            return take;
        };
        ends.Loop.Run();
        Assert.Equal(1, ends.Connection.DropQueued(only: Wires.Block(1, 0, 100)));
        Assert.Equal(0, ends.Connection.DropQueued(only: Wires.Block(1, 0, 100)));
        Assert.Equal(0, ends.Connection.DropQueued(only: Wires.Block(0, 0, 100)));
        var dropped = new List<BlockRequest>();
        Assert.Equal(1, ends.Connection.DropQueued(dropped: dropped.Add));
        Assert.Equal([Wires.Block(2, 0, 100)], dropped);
        Assert.Equal(1, ends.Slab.InUse);
        room = int.MaxValue;
        ends.Connection.Send(MessageKind.Choke);
        ends.Link.BecomeWritable();
        ends.Loop.Run();
        Assert.Equal([.. Wires.Piece(Wires.Block(0, 0, 100), bytes[0]), .. Wires.Message(0)], ends.Link.Sent);
    }

    [Fact]
    public void A_peer_that_does_not_read_is_given_up_before_its_queue_outgrows_the_limit()
    {
        using var ends = new Ends();
        ends.Link.Taking = static _ => 0;
        var sent = 0;
        while (ends.ClosedBecause is null && sent < 2 * Limits.ControlQueue)
        {
            ends.Connection.Send(MessageKind.Reject, Wires.Block(1, 0, 16384));
            sent += 17;
            ends.Loop.Run();
        }

        Assert.Equal("does not read what it is sent", ends.ClosedBecause);
        Assert.InRange(sent, Limits.ControlQueue, Limits.ControlQueue + 17);
    }

    [Fact]
    public void One_peer_gives_others_their_turn_after_its_share_of_a_batch()
    {
        using var ends = new Ends();
        var queued = 0;
        ends.WhenLow = () =>
        {
            for (; queued < 200 && ends.Connection.QueuedBlocks < 32; queued++)
            {
                ends.Connection.QueueBlock(Wires.Block(queued, 0, 16384), ends.Slab.Rent());
            }
        };
        ends.Connection.FlushLater();
        ends.Loop.Run();
        Assert.InRange(ends.Link.TakeSent().Length, Limits.SendPerFlush, Limits.SendPerFlush + 20 * 16397);
        Assert.True(ends.Link.WantsWritable);
        ends.Link.BecomeWritable();
        ends.Loop.Run();
        Assert.InRange(ends.Link.TakeSent().Length, 1, Limits.SendPerFlush + 20 * 16397);
    }

    [Fact]
    public void A_link_that_broke_ends_the_connection()
    {
        using var ends = new Ends();
        ends.Link.Taking = static _ => Shoal.Net.ILink.Closed;
        ends.Connection.QueueBlock(Wires.Block(0, 0, 100), ends.Slab.Rent());
        ends.Loop.Run();
        Assert.Equal("closed the connection", ends.ClosedBecause);
        Assert.Equal(0, ends.Slab.InUse);
    }

    /// <summary>The slow way: one message after the other.</summary>
    private static (List<byte> Control, List<byte> Blocks) Take(ReadOnlySpan<byte> sent)
    {
        var (control, blocks) = (new List<byte>(), new List<byte>());
        while (!sent.IsEmpty)
        {
            var length = 4 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(sent);
            (sent[4] == 7 ? blocks : control).AddRange(sent[..length]);
            sent = sent[length..];
        }

        return (control, blocks);
    }
}
