using Shoal.Dht.Messages;
using Shoal.Dht.Nodes;
using Shoal.Dht.Serving;
using Shoal.Runtime;
using Shoal.TrackerServer.Tests;

namespace Shoal.Dht.Tests.Nodes;

public class ResponderTests
{
    private static readonly NodeId Torrent = Some.Id("00112233445566778899aabbccddeeff00112233");
    private static readonly NodeId Stranger = Some.Id("ff112233445566778899aabbccddeeff00112233");
    private static readonly Endpoint There = Some.At("198.51.100.7:6881");

    [Fact]
    public void A_ping_is_answered_with_our_id_the_same_transaction_and_the_asker_s_address()
    {
        var desk = new NodeDesk();
        var reply = desk.Ask(There, Packet.Query("ping", Stranger, "\0\u00ff3").Bytes())!;
        Assert.Equal(desk.Node.Id, Packet.IdIn(reply, "r.id"));
        Assert.Equal("\0\u00ff3", Packet.Text(reply, "t"));
        Assert.Equal(Packet.BytesOf(There), Packet.Read(reply, "ip"));
    }

    [Fact]
    public void Find_node_names_the_eight_nearest()
    {
        var desk = new NodeDesk();
        var known = Enumerable.Range(0, 60).Select(i => desk.Known(Some.Secure(i))).ToList();
        var reply = desk.Ask(There, Packet.Query("find_node", Stranger).With("target", Torrent).Bytes())!;
        var rows = desk.Node.Table.Rows().Where(r => !r.IsSpare).Select(r => r.Contact).ToList();
        Assert.Equal(rows.OrderBy(c => c.Id, Comparer<NodeId>.Create(Torrent.CompareDistance)).Take(8), Packet.Nodes(reply, "r.nodes"));
        Assert.All(Packet.Nodes(reply, "r.nodes"), n => Assert.Contains(n, known));
    }

    [Fact]
    public void A_method_that_nobody_knows_and_has_a_target_is_answered_as_find_node()
    {
        var desk = new NodeDesk();
        desk.Known(Some.Secure(1));
        Assert.Single(Packet.Nodes(desk.Ask(There, Packet.Query("vote", Stranger).With("target", Torrent).Bytes())!, "r.nodes"));
    }

    [Fact]
    public void An_announce_with_the_token_is_told_to_others_and_to_seeds_only_where_it_lacks_something()
    {
        var desk = new NodeDesk();
        var token = TokenOf(desk, There);
        var announce = Packet.Query("announce_peer", Stranger).With("info_hash", Torrent).With("port", 7001).With("seed", 1).With("token", token);
        Assert.Equal("r", Packet.Text(desk.Ask(There, announce.Bytes())!, "y"));
        var asker = Some.At("203.0.113.9:6881");
        Assert.Equal([There.WithPort(7001)], Packet.Values(desk.Ask(asker, Packet.Query("get_peers", Stranger).With("info_hash", Torrent).Bytes())!));
        Assert.Empty(Packet.Values(desk.Ask(asker, Packet.Query("get_peers", Stranger).With("info_hash", Torrent).With("noseed", 1).Bytes())!));
    }

    [Fact]
    public void An_implied_port_is_the_packet_s_own()
    {
        var desk = new NodeDesk();
        var token = TokenOf(desk, There);
        desk.Ask(There, Packet.Query("announce_peer", Stranger).With("info_hash", Torrent).With("port", 7001).With("implied_port", 1).With("token", token).Bytes());
        Assert.Equal([There], Packet.Values(desk.Ask(There, Packet.Query("get_peers", Stranger).With("info_hash", Torrent).Bytes())!));
    }

    [Fact]
    public void A_token_is_good_from_its_address_alone_and_for_its_torrent_alone()
    {
        var desk = new NodeDesk();
        var token = TokenOf(desk, There);
        byte[] Announce(NodeId torrent) => Packet.Query("announce_peer", Stranger).With("info_hash", torrent).With("port", 7001).With("token", token).Bytes();
        Assert.Equal(203, Packet.ErrorCode(desk.Ask(Some.At("198.51.100.8:6881"), Announce(Torrent))!));
        Assert.Equal(203, Packet.ErrorCode(desk.Ask(There, Announce(Stranger))!));
        Assert.Null(Packet.ErrorCode(desk.Ask(There.WithPort(9), Announce(Torrent))!));
    }

    [Fact]
    public void Each_error_of_BEP_5_that_a_node_gives_is_given_with_its_number()
    {
        var desk = new NodeDesk(new NodeOptions { Store = new PeerStoreOptions { PeersPerHash = 1 } });
        Assert.Equal(203, Packet.ErrorCode(desk.Ask(There, Packet.Query("find_node", Stranger).Bytes())!));
        Assert.Equal(203, Packet.ErrorCode(desk.Ask(There, "d1:ad2:id3:abce1:q4:ping1:t2:aa1:y1:qe"u8.ToArray())!));
        Assert.Equal(204, Packet.ErrorCode(desk.Ask(There, Packet.Query("dance", Stranger).Bytes())!));
        byte[]? Announce(Endpoint from, object token, int port) =>
            desk.Ask(from, Packet.Query("announce_peer", Stranger).With("info_hash", Torrent).With("port", port).With("token", token).Bytes());
        var (first, second) = (TokenOf(desk, There), TokenOf(desk, Some.At("203.0.113.9:1")));
        Assert.Equal(203, Packet.ErrorCode(Announce(There, first, 0)!));
        Assert.Equal(203, Packet.ErrorCode(Announce(There, second, 7001)!));
        Assert.Null(Packet.ErrorCode(Announce(There, first, 7001)!));
        Assert.Equal(202, Packet.ErrorCode(Announce(Some.At("203.0.113.9:1"), second, 7001)!));
    }

    private static object TokenOf(NodeDesk desk, Endpoint from) => Packet.Read(desk.Ask(from, Packet.Query("get_peers", Stranger).With("info_hash", Torrent).Bytes())!, "r.token")!;

    [Fact]
    public void Where_a_torrent_has_no_room_no_token_is_given()
    {
        var desk = new NodeDesk(new NodeOptions { Store = new PeerStoreOptions { PeersPerHash = 1 } });
        desk.Node.Responder.Store.Announce(Torrent, There, isSeed: false, desk.Loop.Now);
        Assert.Null(Packet.Read(desk.Ask(Some.At("203.0.113.9:1"), Packet.Query("get_peers", Stranger).With("info_hash", Torrent).Bytes())!, "r.token"));
    }

    [Fact]
    public void Junk_replies_that_nobody_asked_for_and_errors_are_met_with_silence()
    {
        var desk = new NodeDesk();
        Assert.Null(desk.Ask(There, "nonsense"u8.ToArray()));
        Assert.Null(desk.Ask(There, []));
        Assert.Null(desk.Ask(There, Packet.Reply([1, 2, 3, 4], Stranger).Bytes()));
        Assert.Null(desk.Ask(There, Packet.Error([1, 2, 3, 4], 201)));
        Assert.Null(desk.Ask(There.WithPort(0), Packet.Query("ping", Stranger).Bytes()));
        Assert.Equal(0, desk.Node.Table.Count);
        Assert.Equal(2, desk.Node.Counters.Strays);
    }

    [Fact]
    public void A_node_that_only_asks_answers_nobody_and_says_so()
    {
        var desk = new NodeDesk(new NodeOptions { ReadOnly = ReadOnlyMode.Always });
        Assert.Null(desk.Ask(There, Packet.Query("ping", Stranger).Bytes()));
        desk.Node.Upkeep.Suggest(There);
        Assert.Equal(1, (int)(System.Numerics.BigInteger)Packet.Read(Assert.Single(desk.Sent()).Bytes, "ro")!);
    }

    [Fact]
    public void Both_families_are_named_where_both_are_wanted_and_else_the_packet_s_own()
    {
        var (four, six) = (new NodeDesk(), new NodeDesk(local: "[::1]:0"));
        (four.Node.Sibling, six.Node.Sibling) = (six.Node, four.Node);
        four.Known(Some.Secure(1));
        six.Known(new NodeContact(Stranger, Some.At("[2001:db8::5]:6881")));
        var find = Packet.Query("find_node", Stranger).With("target", Torrent);
        Assert.Null(Packet.Read(four.Ask(There, find.Bytes())!, "r.nodes6"));
        Assert.NotNull(Packet.Read(four.Ask(There, find.Bytes())!, "r.nodes"));
        four.Node.Responder.OnProven(There);
        var both = four.Ask(There, find.With("want", new List<object> { "n4"u8.ToArray(), "n6"u8.ToArray() }).Bytes())!;
        Assert.Single(Packet.Nodes(both, "r.nodes"));
        Assert.Single(Packet.Nodes(both, "r.nodes6"));
        var only = four.Ask(There, find.With("want", new List<object> { "n6"u8.ToArray() }).Bytes())!;
        Assert.Null(Packet.Read(only, "r.nodes"));
        Assert.Single(Packet.Nodes(only, "r.nodes6"));
    }

    [Fact]
    public void A_scrape_is_answered_with_the_filters_of_seeds_and_of_others()
    {
        var desk = new NodeDesk();
        for (var i = 0; i < 100; i++)
        {
            desk.Node.Responder.Store.Announce(Torrent, Some.Public(i), isSeed: i < 40, desk.Loop.Now);
        }

        desk.Node.Responder.OnProven(There);
        var reply = desk.Ask(There, Packet.Query("get_peers", Stranger).With("info_hash", Torrent).With("scrape", 1).Bytes())!;
        Assert.Equal(40, BloomFilter.Estimate((byte[])Packet.Read(reply, "r.BFsd")!), 3.0);
        Assert.Equal(60, BloomFilter.Estimate((byte[])Packet.Read(reply, "r.BFpe")!), 4.0);
        Assert.Null(Packet.Read(reply, "r.values"));
    }

    [Fact]
    public void Reflection_gives_a_spoofed_address_a_few_times_what_was_sent_and_a_proven_one_a_whole_packet()
    {
        var desk = new NodeDesk();
        for (var i = 0; i < 300; i++)
        {
            desk.Known(Some.Secure(i));
            desk.Node.Responder.Store.Announce(Torrent, Some.Public(1000 + i), isSeed: false, desk.Loop.Now);
        }

        var query = Packet.Query("get_peers", Stranger).With("info_hash", Torrent).Bytes();
        var spoofed = desk.Ask(There, query)!;
        Assert.InRange(spoofed.Length, query.Length, 4 * query.Length);
        Assert.NotEmpty(Packet.Values(spoofed));
        desk.Node.Responder.OnProven(There);
        var proven = desk.Ask(There, query)!;
        Assert.InRange(proven.Length, 900, 1024);
        Assert.Equal(8, Packet.Nodes(proven, "r.nodes").Count);
    }

    [Fact]
    public void Who_asks_too_much_meets_silence_while_others_are_answered()
    {
        var desk = new NodeDesk();
        var answered = Enumerable.Range(0, 1000).Count(_ => desk.Ask(There, Packet.Query("ping", Stranger).Bytes()) is not null);
        Assert.InRange(answered, 5, 100);
        Assert.NotNull(desk.Ask(Some.At("203.0.113.9:6881"), Packet.Query("ping", Stranger).Bytes()));
    }

    [Fact]
    public void Nothing_is_allocated_for_a_question()
    {
        var desk = new NodeDesk(new NodeOptions { AnswerRate = 0 });
        for (var i = 0; i < 300; i++)
        {
            desk.Known(Some.Secure(i));
            desk.Node.Responder.Store.Announce(Torrent, Some.Public(1000 + i), isSeed: false, TimeSpan.Zero);
        }

        var packets = new[]
        {
            Packet.Query("ping", Stranger).Bytes(),
            Packet.Query("find_node", Stranger).With("target", Torrent).Bytes(),
            Packet.Query("get_peers", Stranger).With("info_hash", Torrent).Bytes(),
            Packet.Query("get_peers", Stranger).With("info_hash", Torrent).With("scrape", 1).Bytes(),
            Packet.Query("announce_peer", Stranger).With("info_hash", Torrent).With("port", 7001).With("token", "12345678").Bytes(),
            "nonsense"u8.ToArray(),
        };
        var (reader, reply, answered) = (new KrpcReader(), new byte[1500], 0);
        void Round()
        {
            for (var i = 0; i < 600; i++)
            {
                var from = Some.Public(2000 + i);
                var packet = packets[i % packets.Length];
                answered += reader.TryRead(packet, out var message) && desk.Node.Responder.Answer(message, from, packet.Length, reply) > 0 ? 1 : 0;
            }
        }

        Round();
        Assert.Equal(500, answered);
        desk.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, Garbage.Least(5, () =>
        {
            desk.Time.Advance(TimeSpan.FromMinutes(1));
            Round();
        }));
    }
}
