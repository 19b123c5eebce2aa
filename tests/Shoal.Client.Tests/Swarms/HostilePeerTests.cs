using Shoal.Client.Banning;
using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Peers.Handshaking;
using Shoal.Peers.Messages;
using Shoal.Peers.Tests;
using Shoal.Runtime;

namespace Shoal.Client.Tests.Swarms;

public sealed class HostilePeerTests
{
    private const int Pieces = 12;

    public static TheoryData<byte[], string> Lies => new()
    {
        { Wires.Have(Pieces), "named a piece that the torrent does not have" },
        { Wires.Have(-1), "named a piece that the torrent does not have" },
        { Wires.Message(17, Wires.Number(Pieces)), "named a piece that the torrent does not have" },
        { Wires.Message(5, [0xff]), "sent a bitfield of the wrong length or with spare bits set" },
        { Wires.Message(5, [0xff, 0xf0, 0]), "sent a bitfield of the wrong length or with spare bits set" },
        { Wires.Message(5, [0xff, 0xf8]), "sent a bitfield of the wrong length or with spare bits set" },
        { [.. Wires.Message(14), .. Wires.Message(14)], "said twice what it has" },
        { [.. Wires.Message(14), .. Wires.Message(15)], "said twice what it has" },
        { [.. Wires.Have(1), .. Wires.Message(14)], "said twice what it has" },
        { Wires.Request(6, Wires.Block(Pieces, 0, 16384)), "asked for 16384 bytes at 0 of piece 12, which is out of bounds" },
        { Wires.Request(6, Wires.Block(-1, 0, 16384)), "asked for 16384 bytes at 0 of piece -1, which is out of bounds" },
        { Wires.Request(6, Wires.Block(0, -16384, 16384)), "asked for 16384 bytes at -16384 of piece 0, which is out of bounds" },
        { Wires.Request(6, Wires.Block(0, 65536, 1)), "asked for 1 bytes at 65536 of piece 0, which is out of bounds" },
        { Wires.Request(6, Wires.Block(0, 49153, 16384)), "asked for 16384 bytes at 49153 of piece 0, which is out of bounds" },
        { Wires.Request(6, Wires.Block(0, int.MaxValue, 16384)), "asked for 16384 bytes at 2147483647 of piece 0, which is out of bounds" },
        { Wires.Request(6, Wires.Block(0, 0, 0)), "asked for 0 bytes at 0 of piece 0, which is out of bounds" },
        { Wires.Request(6, Wires.Block(0, 0, -1)), "asked for -1 bytes at 0 of piece 0, which is out of bounds" },
        { Wires.Request(6, Wires.Block(0, 0, 16385)), "asked for 16385 bytes at 0 of piece 0, which is out of bounds" },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void Oversized_bitfields_have_all_flips_and_other_lies_end_the_connection_with_their_reason(byte[] lie, string reason)
    {
        using var bench = new SwarmBench(Pieces);
        var peer = bench.Connect(1);
        peer.Say(lie);
        Assert.Equal(reason, peer.Ended);
        Assert.Equal(0, bench.Swarm.Peers.Count);
        for (var i = 0; i < Pieces; i++)
        {
            Assert.Equal(0, bench.Swarm.Picker.Order.AvailabilityOf(new(i)));
        }
    }

    [Theory]
    [InlineData(14)]
    [InlineData(15)]
    public void The_fast_extension_is_not_used_by_those_who_did_not_offer_it(int id)
    {
        using var bench = new SwarmBench(Pieces);
        var peer = bench.Connect(1, fast: false);
        peer.Say(Wires.Message(id));
        Assert.Equal("used the fast extension without offering it", peer.Ended);
    }

    [Fact]
    public void What_a_choked_peer_asks_for_is_rejected_where_it_knows_rejects_and_passed_over_where_not()
    {
        using var bench = new SwarmBench(Pieces, have: SwarmBench.AllOf(Pieces));
        var (knowing, plain) = (bench.Connect(1), bench.Connect(2, fast: false));
        knowing.Hear();
        plain.Hear();
        var asked = Wires.Block(Enumerable.Range(0, Pieces).First(i => !knowing.Peer.Granted.ContainsKey(new PieceIndex(i))), 16384, 16384);
        knowing.Say(Wires.Request(6, asked));
        plain.Say(Wires.Request(6, asked));
        Assert.Equal([asked], knowing.HearBlocks(MessageKind.Reject));
        Assert.Empty(plain.Hear());
        Assert.Null(knowing.Ended);
    }

    [Fact]
    public void A_flood_of_requests_is_rejected_past_the_limit_and_takes_bounded_memory()
    {
        const int Flood = 5000;
        using var bench = new SwarmBench(Pieces, have: SwarmBench.AllOf(Pieces));
        var peer = bench.Connect(1);
        peer.Say(Wires.Message(2));
        Assert.Contains(peer.Hear(), m => m.Kind == MessageKind.Unchoke);
        peer.Link.Taking = static _ => 0;
        for (var i = 0; i < Flood; i++)
        {
            peer.Link.Deliver(Wires.Request(6, Wires.Block(i % Pieces, 0, 16384)));
        }

        bench.Loop.Run();
        Assert.InRange(peer.Peer.Uploads.Count, 1, 2000);
        Assert.InRange(bench.Slab.InUse, 0, 64);
        peer.Link.Taking = static offered => offered;
        var (pieces, rejects) = (0, 0);
        do
        {
            peer.Link.BecomeWritable();
            foreach (var (kind, _) in peer.Hear())
            {
                pieces += kind == MessageKind.Piece ? 1 : 0;
                rejects += kind == MessageKind.Reject ? 1 : 0;
            }
        }
        while (peer.Link.WantsWritable);

        // BEP 6: each request ends in exactly one piece or reject.
        Assert.Equal(Flood, pieces + rejects);
        Assert.InRange(pieces, 1000, 2100);
    }

    [Fact]
    public void Ourselves_and_a_second_connection_of_one_peer_are_refused()
    {
        using var bench = new SwarmBench(Pieces);
        var peer = bench.Connect(1);
        Assert.True(bench.Connect(2, id: 100).IsRefused);
        var second = bench.Connect(3, id: 1);
        Assert.True(second.IsRefused);
        Assert.True(second.Link.IsClosed);
        Assert.Empty(second.Link.Sent);
        Assert.False(peer.Link.IsClosed);
    }

    /// <summary>The greater id's dial is kept where two dial each other at once. Ours is 100.</summary>
    [Theory]
    [InlineData(200, true)]
    [InlineData(50, false)]
    public void Of_two_connections_with_one_peer_the_dial_of_the_greater_id_is_kept_and_an_id_from_elsewhere_takes_no_place(byte id, bool isDialledFirst)
    {
        using var bench = new SwarmBench(Pieces);
        var (host, elsewhere) = (Endpoint.FromBytes([10, 0, 0, 1], 6881), Endpoint.FromBytes([10, 0, 0, 2], 6881));
        var first = isDialledFirst ? Dial(bench, host, id) : bench.Connect(1, id: id).Link;
        Assert.True((isDialledFirst ? bench.Connect(2, id: id).Link : Dial(bench, elsewhere, id)).IsClosed);
        Assert.False(first.IsClosed);
        var second = isDialledFirst ? bench.Connect(1, id: id).Link : Dial(bench, host, id);
        Assert.False(second.IsClosed);
        Assert.True(first.IsClosed);
        Assert.Equal(1, bench.Swarm.Peers.Count);
    }

    [Fact]
    public void A_banned_host_is_refused_on_any_port()
    {
        using var bench = new SwarmBench(Pieces);
        bench.Swarm.Peers.Book.Ban(new Sender(Endpoint.FromBytes([10, 0, 0, 1], 1), SwarmBench.IdOf(9), IsOutgoing: false, Told: null), "lied");
        Assert.True(bench.Connect(1).IsRefused);
        Assert.False(bench.Connect(2).IsRefused);
    }

    /// <summary>The address is dialled and answers under this id.</summary>
    private static FakeLink Dial(SwarmBench bench, Endpoint to, byte id)
    {
        bench.Swarm.AddPeer(to);
        var link = new FakeLink { Remote = to };
        bench.Dials[^1].Handler.OnConnected(link);
        bench.Loop.Run();
        var answer = new byte[Handshake.Length];
        new Handshake(bench.Swarm.WireHash, SwarmBench.IdOf(id), Fast: true, Extended: false, V2: false).Write(answer);
        link.Deliver(answer);
        bench.Loop.Run();
        return link;
    }
}
