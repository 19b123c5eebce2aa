using System.Text;
using Shoal.Client.Tests.Hashes;
using Shoal.Net;
using Shoal.Peers.Messages;
using Shoal.Peers.Tests;
using Shoal.Runtime;

namespace Shoal.Client.Tests.Swarms;

/// <summary>Lawful messages, each harmless, in numbers that no honest peer sends.</summary>
public sealed class MessageStormTests
{
    private const int Pieces = 12;
    private const string ToNoPurpose = "says too much to no purpose";
    private const string InVain = "asks too much in vain";
    private const string Unasked = "sends what nobody asked for";

    /// <summary>What is repeated, how often it is borne at once, and what it ends in.</summary>
    public static TheoryData<string, byte[], int, string> Storms => new()
    {
        { "keep-alives", Wires.Number(0), 900, ToNoPurpose },
        { "choke and unchoke", [.. Wires.Message(0), .. Wires.Message(1)], 450, ToNoPurpose },
        { "interested and not interested", [.. Wires.Message(2), .. Wires.Message(3)], 450, ToNoPurpose },
        { "interested again and again", Wires.Message(2), 900, ToNoPurpose },
        { "the same have", Wires.Have(3), 900, ToNoPurpose },
        { "have and lost", [.. Wires.Have(3), .. Wires.Message(20, [3, .. Wires.Number(3)])], 900, ToNoPurpose },
        { "bitfields", Wires.Message(5, 0xff, 0xf0), 900, ToNoPurpose },
        { "allowed fast", Wires.Message(17, Wires.Number(2)), 900, ToNoPurpose },
        { "suggestions", Wires.Message(13, Wires.Number(2)), 900, ToNoPurpose },
        { "ports", Wires.Message(9, 1, 2), 900, ToNoPurpose },
        { "messages of no known kind", Wires.Message(99, 1, 2, 3), 900, ToNoPurpose },
        { "extension handshakes", Wires.Message(20, [0, .. "d1:pi6881ee"u8]), 900, ToNoPurpose },
        { "empty extension messages", Wires.Message(20), 900, ToNoPurpose },
        { "extension messages that nobody offered", Wires.Message(20, 77, 1), 900, ToNoPurpose },
        { "upload only to and fro", [.. Wires.Message(20, 4, 1), .. Wires.Message(20, 4, 0)], 450, ToNoPurpose },
        { "hashes that nobody asked for", Wires.Hash(22, new HashRequest(default, 0, 0, 2, 0), new byte[64]), 900, ToNoPurpose },
        { "hash rejects", Wires.Hash(23, new HashRequest(default, 0, 0, 2, 0)), 900, ToNoPurpose },
        { "hash requests that are refused", Wires.Hash(21, new HashRequest(default, 0, 0, 2, 0)), 7000, InVain },
        { "requests while choked", Wires.Request(6, Wires.Block(0, 0, 16384)), 7000, InVain },
        { "cancels of nothing", Wires.Request(8, Wires.Block(0, 0, 16384)), 7000, InVain },
        { "rejects of nothing", Wires.Request(16, Wires.Block(0, 0, 16384)), 60, Unasked },
        { "blocks that nobody asked for", Wires.Piece(Wires.Block(0, 0, 1), new byte[1]), 60, Unasked },
    };

    [Theory]
    [MemberData(nameof(Storms))]
    public void A_message_storm_ends_the_connection_and_what_honest_peers_say_is_borne(string storm, byte[] message, int borne, string reason)
    {
        using var bench = new SwarmBench(Pieces);
        var peer = bench.Connect(1, extended: true);
        Repeat(peer, message, borne);
        Assert.Equal((storm, (string?)null), (storm, peer.Ended));
        Repeat(peer, message, 10 * borne);
        Assert.Equal(reason, peer.Ended);
    }

    [Fact]
    public void Idle_messages_that_come_slowly_are_borne_for_ever()
    {
        using var bench = new SwarmBench(Pieces);
        var peer = bench.Connect(1);
        for (var minute = 0; minute < 100; minute++)
        {
            Repeat(peer, [.. Wires.Message(2), .. Wires.Message(3)], 300);
            bench.Loop.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Null(peer.Ended);
    }

    /// <summary>Each piece that we announce may make a peer interested, and the next block it gets may end that.</summary>
    [Fact]
    public void Interest_that_comes_and_goes_with_our_pieces_is_borne()
    {
        using var bench = new SwarmBench(2000);
        var (seed, leecher) = (bench.Connect(1), bench.Connect(2));
        seed.Say(Wires.Message(14), Wires.Message(1));
        for (var asked = seed.HearBlocks(MessageKind.Request); asked.Count > 0 && !bench.Swarm.IsComplete; asked = seed.HearBlocks(MessageKind.Request))
        {
            var before = bench.Swarm.Have.Count;
            seed.Answer(asked);
            Repeat(leecher, [.. Wires.Message(2), .. Wires.Message(3)], bench.Swarm.Have.Count - before);
        }

        Assert.True(bench.Swarm.IsComplete);
        Assert.Null(leecher.Ended);
    }

    [Fact]
    public void A_peer_whose_requests_are_refused_by_a_choke_may_ask_again_when_it_is_unchoked()
    {
        using var bench = new SwarmBench(Pieces, have: SwarmBench.AllOf(Pieces));
        var peer = bench.Connect(1);
        for (var round = 0; round < 50; round++)
        {
            Repeat(peer, Wires.Request(6, Wires.Block(0, 0, 16384)), 2000);
            bench.Loop.Advance(TimeSpan.FromSeconds(10));
            Assert.Null(peer.Ended);
        }
    }

    /// <summary>A request of 49 bytes may have a whole piece read and be answered by 256 KiB.</summary>
    [Fact]
    public void Hash_request_amplification_is_bounded_by_three_copies_of_all_hashes()
    {
        var torrent = V2Torrent.Create(65_536, [40 * 65_536], seed: 1);
        using var bench = new SwarmBench(torrent, isSeed: true);
        var peer = bench.Connect(1, v2: true);
        var answered = 0;
        for (var i = 0; i < 1000; i++)
        {
            peer.Say(Wires.Hash(21, new HashRequest(torrent.Trees[0]!.Root, 0, 0, 128, 0)));
            answered += peer.HearHashes().Count(h => h.Kind == MessageKind.Hashes);
        }

        Assert.InRange(answered * 128, 3 * 160, 3 * (8192 + 2 * 160));
        Assert.Null(peer.Ended);
    }

    [Fact]
    public void Handshakes_that_never_come_take_no_more_places_of_one_host_than_a_household_needs()
    {
        var loop = new HandDrivenLoop();
        var router = new Client.Swarms.IncomingRouter(loop, _ => null);
        FakeLink From(string text)
        {
            Assert.True(Endpoint.TryParse(text, out var remote));
            var link = new FakeLink { Remote = remote };
            ((IAcceptHandler)router).OnAccepted(link);
            return link;
        }

        var slow = Enumerable.Range(0, 40).Select(i => From($"[2a00:0:0:1::{i:x}]:{5000 + i}")).ToArray();
        Assert.Equal(16, slow.Count(link => !link.IsClosed));
        Assert.False(From("[2a00:0:0:2::1]:5000").IsClosed);
        Assert.All(Enumerable.Range(0, 40), i => Assert.False(From($"127.0.0.1:{5000 + i}").IsClosed));
        loop.Advance(TimeSpan.FromSeconds(11));
        Assert.All(slow, link => Assert.True(link.IsClosed));
        Assert.False(From("[2a00:0:0:1::1]:6000").IsClosed);
        loop.Advance(TimeSpan.FromSeconds(11));
    }

    [Fact]
    public void Connection_exhaustion_by_one_host_is_refused_whichever_of_its_IPv6_addresses_it_comes_from()
    {
        using var bench = new SwarmBench(Pieces);
        var refused = Enumerable.Range(1, 20)
            .Count(i => bench.Connect((byte)i, from: Endpoint.FromBytes([0x2a, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, (byte)i], 5000)).IsRefused);
        Assert.Equal(20 - 8, refused);
    }

    /// <summary>libtorrent's lt_tex gave away passkeys (libtorrent#4827); what we know of trackers is told to nobody.</summary>
    [Fact]
    public void Tracker_exchange_like_lt_tex_is_neither_offered_nor_answered()
    {
        using var bench = new SwarmBench(Pieces);
        var peer = bench.Connect(1, extended: true);
        var offered = new List<string>();
        foreach (var entry in peer.HearIntroduction()["m"u8].Entries)
        {
            offered.Add(Encoding.ASCII.GetString(entry.Key.AsBytes));
        }

        Assert.Equal(["lt_donthave", "upload_only", "ut_metadata", "ut_pex"], offered);
        peer.Say(Wires.Message(20, [0, .. "d1:md6:lt_texi9eee"u8]), Wires.Message(20, [9, .. "d5:addedl18:http://10.0.0.9/anee"u8]));
        bench.Loop.Advance(TimeSpan.FromMinutes(2));
        Assert.DoesNotContain(peer.Hear(), message => message.Kind == MessageKind.Extended && message.Payload[0] == 9);
        Assert.Null(peer.Ended);
    }

    private static void Repeat(BenchPeer peer, byte[] message, int times)
    {
        for (var i = 0; i < times && !peer.Link.IsClosed; i++)
        {
            peer.Link.Deliver(message);
            if (i % 100 == 99)
            {
                peer.Hear();
            }
        }

        peer.Hear();
    }
}
