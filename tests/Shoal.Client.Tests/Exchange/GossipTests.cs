using Shoal.Client.Exchange;
using Shoal.Client.Swarms;
using Shoal.Peers.Tests;
using Shoal.Runtime;

namespace Shoal.Client.Tests.Exchange;

/// <summary>Peer exchange on the wire (BEP 11), and that a private torrent has none (BEP 27).</summary>
public sealed class GossipTests
{
    private const int Pieces = 4;

    [Fact]
    public void A_peer_is_told_of_those_who_can_be_dialled_and_not_of_itself()
    {
        using var bench = new SwarmBench(Pieces);
        var one = Introduced(bench, 1, listens: 6001);
        Introduced(bench, 2, listens: 6002);
        bench.Connect(3, extended: true);
        bench.Loop.Advance(Limits.Tick);
        var told = Assert.Single(one.HearExchange());
        Assert.Equal([new Contact(At("10.0.0.2:6002"), ExchangeFlags.None)], told.Added);
        Assert.Empty(told.Dropped);
    }

    [Fact]
    public void A_seed_is_told_as_such()
    {
        using var bench = new SwarmBench(Pieces);
        var one = Introduced(bench, 1, listens: 6001);
        Introduced(bench, 2, listens: 6002).Say(Wires.Message(14));
        bench.Loop.Advance(Limits.Tick);
        Assert.Equal(ExchangeFlags.UploadOnly, Assert.Single(Assert.Single(one.HearExchange()).Added).Flags);
    }

    [Fact]
    public void News_waits_for_its_minute_and_no_news_is_no_message()
    {
        using var bench = new SwarmBench(Pieces);
        var one = Introduced(bench, 1, listens: 6001);
        var two = Introduced(bench, 2, listens: 6002);
        bench.Loop.Advance(Limits.Tick);
        Assert.Single(one.HearExchange());
        two.Link.End();
        Introduced(bench, 3, listens: 6003);
        for (var second = 1; second < 60; second++)
        {
            bench.Loop.Advance(Limits.Tick);
            Assert.Empty(one.HearExchange());
        }

        bench.Loop.Advance(Limits.Tick);
        var news = Assert.Single(one.HearExchange());
        Assert.Equal(At("10.0.0.3:6003"), Assert.Single(news.Added).Endpoint);
        Assert.Equal([At("10.0.0.2:6002")], news.Dropped);
        for (var second = 0; second < 100; second++)
        {
            bench.Loop.Advance(Limits.Tick);
            Assert.Empty(one.HearExchange());
        }
    }

    [Fact]
    public void Who_is_told_of_is_dialled()
    {
        using var bench = new SwarmBench(Pieces);
        Introduced(bench, 1, listens: 6001).Say(Exchange(At("10.0.0.7:6881"), At("10.0.0.8:6881")));
        Assert.Equal([At("10.0.0.7:6881"), At("10.0.0.8:6881")], bench.Dialled.Order());
    }

    [Fact]
    public void More_than_a_message_a_minute_is_passed_over_and_a_flood_ends_the_connection()
    {
        using var bench = new SwarmBench(Pieces);
        var peer = Introduced(bench, 1, listens: 6001);
        peer.Say(Exchange(At("10.0.0.7:6881")));
        for (var i = 0; i < Limits.ExchangeFlood; i++)
        {
            peer.Say(Exchange(At("10.0.0.8:6881")));
        }

        Assert.Null(peer.Ended);
        Assert.Equal([At("10.0.0.7:6881")], bench.Dialled);
        bench.Loop.Advance(Limits.ExchangeEarly);
        peer.Say(Exchange(At("10.0.0.9:6881")));
        Assert.Contains(At("10.0.0.9:6881"), bench.Dialled);
        for (var i = 0; i <= Limits.ExchangeFlood; i++)
        {
            peer.Say(Exchange(At("10.0.0.8:6881")));
        }

        Assert.Equal("floods peer exchange", peer.Ended);
    }

    [Fact]
    public void What_is_broken_counts_like_what_is_too_early()
    {
        using var bench = new SwarmBench(Pieces);
        var peer = Introduced(bench, 1, listens: 6001);
        for (var i = 0; i < Limits.ExchangeFlood; i++)
        {
            peer.Say(Wires.Message(20, [2, .. "d5:added7:1234567e"u8]));
        }

        Assert.Null(peer.Ended);
        peer.Say(Wires.Message(20, [2, .. "d5:added7:1234567e"u8]));
        Assert.Equal("floods peer exchange", peer.Ended);
    }

    [Fact]
    public void A_private_torrent_offers_no_exchange_takes_none_tells_nobody_and_dials_no_stranger()
    {
        using var bench = new SwarmBench(Pieces, isPrivate: true);
        var one = bench.Connect(1, extended: true);
        Assert.Equal(0, one.HearIntroduction()["m"u8]["ut_pex"u8].TryGetInteger(out var id) ? id : 0);
        one.Say(Introduction(6001));
        var two = Introduced(bench, 2, listens: 6002);
        one.Say(Exchange(At("10.0.0.7:6881")));
        bench.Loop.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty(one.HearExchange());
        Assert.Empty(two.HearExchange());
        two.Link.End();
        bench.Loop.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty(bench.Dialled);

        bench.Swarm.AddPeer(At("10.0.0.9:6881"), PeerSources.Tracker);
        Assert.Equal([At("10.0.0.9:6881")], bench.Dialled);
    }

    [Fact]
    public void A_stranger_that_told_where_it_listens_is_dialled_when_it_has_left_and_not_before()
    {
        using var bench = new SwarmBench(Pieces);
        var one = Introduced(bench, 1, listens: 6001);
        bench.Swarm.AddPeer(At("10.0.0.1:6001"));
        bench.Loop.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(bench.Dialled);
        one.Link.End();
        bench.Loop.Advance(Limits.Redial);
        bench.Loop.Advance(Limits.Tick);
        Assert.Equal([At("10.0.0.1:6001")], bench.Dialled);
    }

    [Fact]
    public void In_a_full_table_a_stranger_of_higher_rank_takes_the_place_of_the_lowest()
    {
        using var bench = new SwarmBench(Pieces);
        var ours = At("8.8.8.8:6881");
        var peers = Enumerable.Range(0, 201).Where(i => i != 100).Select(i => bench.Connect((byte)i, from: From(i))).ToArray();
        Assert.True(bench.Connect(201, from: From(201)).IsRefused, "while ranks are not known nobody goes");

        bench.Swarm.Peers.Book.Vote(At("9.9.9.9:1"), ours.WithPort(0));
        var lowest = peers.MinBy(p => PeerPriority.Of(ours, p.Link.Remote))!;
        var floor = PeerPriority.Of(ours, lowest.Link.Remote);
        var low = Enumerable.Range(300, 100_000).First(i => PeerPriority.Of(ours, From(i)) < floor);
        var high = Enumerable.Range(300, 1000).First(i => PeerPriority.Of(ours, From(i)) > floor);
        Assert.True(bench.Connect(202, from: From(low)).IsRefused);
        Assert.Equal(200, bench.Swarm.Peers.Count);
        Assert.False(bench.Connect(203, from: From(high)).IsRefused);
        Assert.Equal(200, bench.Swarm.Peers.Count);
        Assert.Equal("made room for a peer that ranks higher", lowest.Ended);
    }

    private static Endpoint From(int number) => Endpoint.FromBytes([(byte)(30 + (number >> 16)), (byte)(number >> 8), (byte)number, 1], 5000);

    private static BenchPeer Introduced(SwarmBench bench, byte number, ushort listens)
    {
        var peer = bench.Connect(number, extended: true);
        peer.Say(Introduction(listens));
        return peer;
    }

    /// <summary>A handshake of BEP 10 whose sender takes exchange messages as 5.</summary>
    private static byte[] Introduction(ushort listens) => Wires.Message(20, [0, .. System.Text.Encoding.ASCII.GetBytes($"d1:md6:ut_pexi5ee1:pi{listens}ee")]);

    private static byte[] Exchange(params Endpoint[] added) =>
        Wires.Message(20, [2, .. new ExchangeMessage([.. added.Select(e => new Contact(e, ExchangeFlags.None))], []).ToBytes()]);

    private static Endpoint At(string text)
    {
        Assert.True(Endpoint.TryParse(text, out var endpoint));
        return endpoint;
    }
}
