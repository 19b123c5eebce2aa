using Shoal.Peers.Messages;

namespace Shoal.Peers.Tests;

public sealed class ReceivingTests
{
    private const string Root = "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F";

    /// <summary>Ids and lengths of BEP 3, 5, 6, 10, 52.</summary>
    [Theory]
    [InlineData("00000000", MessageKind.KeepAlive, "")]
    [InlineData("0000000100", MessageKind.Choke, "")]
    [InlineData("0000000101", MessageKind.Unchoke, "")]
    [InlineData("0000000102", MessageKind.Interested, "")]
    [InlineData("0000000103", MessageKind.NotInterested, "")]
    [InlineData("000000050400000007", MessageKind.Have, "00000007")]
    [InlineData("0000000305FF80", MessageKind.Bitfield, "FF80")]
    [InlineData("0000000D06000000010000400000004000", MessageKind.Request, "000000010000400000004000")]
    [InlineData("0000000D08000000010000400000004000", MessageKind.Cancel, "000000010000400000004000")]
    [InlineData("00000003091AE1", MessageKind.Port, "1AE1")]
    [InlineData("000000050D00000007", MessageKind.Suggest, "00000007")]
    [InlineData("000000010E", MessageKind.HaveAll, "")]
    [InlineData("000000010F", MessageKind.HaveNone, "")]
    [InlineData("0000000D10000000010000400000004000", MessageKind.Reject, "000000010000400000004000")]
    [InlineData("000000051100000007", MessageKind.AllowedFast, "00000007")]
    [InlineData("0000000414006465", MessageKind.Extended, "006465")]
    [InlineData("0000003115" + Root + "00000001000000040000000200000003", MessageKind.HashRequest, Root + "00000001000000040000000200000003")]
    [InlineData("0000003117" + Root + "00000001000000040000000200000003", MessageKind.HashReject, Root + "00000001000000040000000200000003")]
    [InlineData("0000005116" + Root + "00000001000000040000000200000003" + Root, MessageKind.Hashes, Root + "00000001000000040000000200000003" + Root)]
    public void Each_kind_is_read_whole_or_byte_by_byte(string hex, MessageKind kind, string payload)
    {
        var bytes = Convert.FromHexString(hex);
        using var whole = new Ends();
        whole.Link.Deliver(bytes);
        Assert.Equal([$"{(int)kind} {payload}"], whole.Heard);
        using var sipped = new Ends();
        for (var i = 0; i < bytes.Length; i++)
        {
            Assert.Empty(sipped.Heard);
            sipped.Link.Deliver(bytes.AsMemory(i, 1));
        }

        Assert.Equal(whole.Heard, sipped.Heard);
    }

    [Theory]
    [InlineData("000000020000", "sent a Choke message of 2 bytes")]
    [InlineData("00000004040000FF", "sent a Have message of 4 bytes")]
    [InlineData("0000000606000000010000", "sent a Request message of 6 bytes")]
    [InlineData("00000002090F", "sent a Port message of 2 bytes")]
    [InlineData("000000020E00", "sent a HaveAll message of 2 bytes")]
    [InlineData("0000003015" + Root + "000000000000000000000002000000", "sent a HashRequest message of 48 bytes")]
    [InlineData("0000003217" + Root + "0000000000000000000000020000000100", "sent a HashReject message of 50 bytes")]
    [InlineData("0000003016" + Root + "000000000000000000000002000000", "sent a Hashes message of 48 bytes")]
    [InlineData("0000003216" + Root + "0000000000000000000000020000000100", "sent a Hashes message of 50 bytes")]
    [InlineData("0010000105", "sent a message of 1048577 bytes")]
    [InlineData("FFFFFFFF07", "sent a message of 4294967295 bytes")]
    [InlineData("0000400A070000000000000000", "sent a piece message of 16394 bytes")]
    [InlineData("0000000807000000010000004004", "sent a piece message of 8 bytes")]
    public void A_wrong_length_ends_the_connection_with_its_reason(string hex, string reason)
    {
        var bytes = Convert.FromHexString(hex);
        for (var split = 1; split <= bytes.Length; split++)
        {
            using var ends = new Ends();
            ends.Link.Deliver(bytes.AsMemory(0, split));
            ends.Link.Deliver(bytes.AsMemory(split));
            Assert.Equal(reason, ends.ClosedBecause);
            Assert.Empty(ends.Heard);
        }
    }

    [Fact]
    public void The_longest_message_is_taken_and_the_longest_block()
    {
        using var ends = new Ends();
        var bitfield = Wires.Random(1, (1024 * 1024) - 1);
        ends.Link.Deliver(Wires.Message(5, bitfield));
        Assert.Equal([Ends.Told(MessageKind.Bitfield, bitfield)], ends.Heard);
        var block = Wires.Block(1, 0, 16384);
        ends.Request(block);
        var bytes = Wires.Random(2, 16384);
        ends.Link.Deliver(Wires.Piece(block, bytes));
        Assert.Equal(Ends.Told(block, bytes), ends.Heard[1]);
    }

    [Fact]
    public void A_message_announced_as_huge_takes_no_memory_before_it_comes()
    {
        using var ends = new Ends();
        var before = GC.GetAllocatedBytesForCurrentThread();
        ends.Link.Deliver(new byte[] { 0, 0x10, 0, 0, 5, 1, 2, 3 });
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }

    [Fact]
    public void A_block_half_here_is_owed_until_the_connection_ended()
    {
        using var ends = new Ends();
        var block = Wires.Block(3, 0, 1000);
        ends.Request(block);
        Assert.Equal(1, ends.Connection.OutstandingCount);
        var message = Wires.Piece(block, new byte[1000]);
        ends.Link.Deliver(message.AsMemory(0, 500));
        Assert.Equal(0, ends.Connection.Requests.Count);
        Assert.Equal(1, ends.Connection.OutstandingCount);
        var owed = new List<BlockRequest>();
        ends.WhenClosed = () => owed.AddRange(ends.Connection.OutstandingRequests().Select(o => o.Request));
        ends.Link.End();
        Assert.Equal([block], owed);
        Assert.Equal(0, ends.Slab.InUse);
    }

    [Fact]
    public void A_cancelled_block_that_comes_all_the_same_is_unwanted()
    {
        using var ends = new Ends();
        var block = Wires.Block(3, 0, 1000);
        ends.Request(block);
        Assert.True(ends.Connection.Forget(block, tell: true));
        Assert.False(ends.Connection.Forget(block, tell: true));
        Assert.Equal(0, ends.Slab.InUse);
        ends.Link.Deliver(Wires.Piece(block, new byte[1000]));
        Assert.Equal([Ends.Unwanted(block)], ends.Heard);
        ends.Loop.Run();
        Assert.Equal([.. Wires.Request(6, block), .. Wires.Request(8, block)], ends.Link.Sent);
    }

    [Fact]
    public void A_block_cancelled_while_half_here_gives_its_slot_back_and_its_rest_is_thrown_away()
    {
        using var ends = new Ends();
        var (block, next) = (Wires.Block(3, 0, 1000), Wires.Block(3, 16384, 10));
        ends.Request(block);
        ends.Request(next);
        var message = Wires.Piece(block, new byte[1000]);
        ends.Link.Deliver(message.AsMemory(0, 500));
        Assert.True(ends.Connection.Forget(block, tell: false));
        Assert.Equal(1, ends.Slab.InUse);
        byte[] rest = [.. message[500..], .. Wires.Piece(next, Wires.Random(1, 10))];
        ends.Link.Deliver(rest);
        Assert.Equal([Ends.Told(next, Wires.Random(1, 10))], ends.Heard);
    }
}
