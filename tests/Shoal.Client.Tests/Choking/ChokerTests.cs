using Shoal.Client.Swarms;
using Shoal.Peers.Messages;
using Shoal.Peers.Tests;

namespace Shoal.Client.Tests.Choking;

public sealed class ChokerTests
{
    private const int Pieces = 40;

    [Fact]
    public void A_leecher_unchokes_the_fastest_peers_and_one_by_chance()
    {
        using var bench = new SwarmBench(Pieces, slots: 4);
        var peers = Interested(bench, 12);
        for (var i = 0; i < peers.Length; i++)
        {
            peers[i].Peer.Down.Tick(1000 * i, TimeSpan.FromSeconds(1));
        }

        var optimistic = new HashSet<int>();
        for (var round = 0; round < 60; round++)
        {
            bench.ChokeRound();
            var served = Served(peers);
            Assert.Equal(4, served.Length);
            Assert.Equal([9, 10, 11], served.TakeLast(3));
            optimistic.Add(served[0]);
        }

        // 20 turns of thirty seconds among nine peers.
        Assert.InRange(optimistic.Count, 4, 9);
    }

    [Fact]
    public void A_slot_that_is_free_is_given_to_whoever_wants_it_at_once()
    {
        using var bench = new SwarmBench(Pieces, slots: 2);
        var peers = Interested(bench, 3);
        Assert.Equal([0, 1], Served(peers));
        peers[0].Link.End();
        Assert.Equal([1, 2], Served(peers));
    }

    /// <summary>When most of a swarm is done at once, the last leecher must not wait for a round to be served.</summary>
    [Fact]
    public void A_peer_that_wants_nothing_any_more_gives_its_slot_to_one_that_does_at_once()
    {
        using var bench = new SwarmBench(Pieces, slots: 2);
        var peers = Interested(bench, 3);
        peers[0].Say(Wires.Message(3));
        Assert.Equal([1, 2], Served(peers));
    }

    [Fact]
    public void A_peer_that_wants_nothing_any_more_keeps_its_slot_until_somebody_wants_it_or_the_round_ends()
    {
        using var bench = new SwarmBench(Pieces, slots: 2);
        var peers = Interested(bench, 2);
        peers[0].Say(Wires.Message(3));
        Assert.Equal([0, 1], Served(peers));
        var late = bench.Connect(3);
        late.Say(Wires.Message(15), Wires.Message(2));
        Assert.Equal([1, 2], Served([.. peers, late]));
        late.Say(Wires.Message(3));
        bench.ChokeRound();
        Assert.Equal([1], Served([.. peers, late]));
    }

    /// <summary>An optimistic slot whose peer lost interest, with nobody choked left to take it, must not stay reserved.</summary>
    [Fact]
    public void No_slot_is_kept_for_a_peer_that_lost_interest()
    {
        using var bench = new SwarmBench(Pieces, slots: 2);
        var peers = Interested(bench, 3);
        bench.ChokeRound();
        var optimistic = Served(peers).Except([0, 1]).DefaultIfEmpty(2).First();
        peers[optimistic].Say(Wires.Message(3));
        for (var i = 0; i < 4; i++)
        {
            bench.ChokeRound();
        }

        Assert.Equal(Enumerable.Range(0, 3).Where(i => i != optimistic), Served(peers));
    }

    [Fact]
    public void A_seed_goes_round()
    {
        using var bench = new SwarmBench(Pieces, have: SwarmBench.AllOf(Pieces), slots: 2);
        Assert.Equal(SwarmState.Seeding, bench.Swarm.State);
        bench.Loop.Advance(TimeSpan.FromSeconds(1));
        var peers = Interested(bench, 8);
        var everServed = new HashSet<int>();
        for (var turn = 0; turn < 12; turn++)
        {
            foreach (var i in Served(peers))
            {
                everServed.Add(i);
                // More than its share of twenty pieces.
                for (var sent = 0; sent < 21 * SwarmBench.PieceLength; sent += 64 * 16384)
                {
                    peers[i].Say([.. Enumerable.Range(0, 64).SelectMany(b => Wires.Request(6, Wires.Block(b % Pieces, 0, 16384)))]);
                    do
                    {
                        peers[i].Link.BecomeWritable();
                        peers[i].Hear();
                    }
                    while (peers[i].Link.WantsWritable);
                }
            }

            foreach (var peer in peers)
            {
                peer.Say(new byte[4]);
            }

            bench.Loop.Advance(TimeSpan.FromSeconds(70));
            bench.ChokeRound();
        }

        Assert.Equal(8, everServed.Count);
    }

    /// <summary>BEP 6: first the choke, then a reject for each request that it made void.</summary>
    [Fact]
    public void A_choke_is_followed_by_a_reject_of_each_waiting_request()
    {
        using var bench = new SwarmBench(Pieces, have: SwarmBench.AllOf(Pieces), slots: 1);
        var peer = bench.Connect(1);
        peer.Say(Wires.Message(2));
        peer.Hear();
        peer.Link.Taking = static _ => 0;
        var requests = Enumerable.Range(0, 30).Select(i => Wires.Block(i, 0, 16384)).ToArray();
        peer.Say([.. requests.SelectMany(r => Wires.Request(6, r))]);
        peer.Say(Wires.Message(3));
        bench.ChokeRound();
        peer.Link.Taking = static offered => offered;
        peer.Link.BecomeWritable();
        var heard = peer.Hear();
        Assert.Equal(MessageKind.Choke, heard[0].Kind);
        Assert.Equal(30, heard.Count(m => m.Kind == MessageKind.Reject));
        Assert.Equal(31, heard.Count);
    }

    private static BenchPeer[] Interested(SwarmBench bench, int count)
    {
        var peers = Enumerable.Range(0, count).Select(i => bench.Connect((byte)(i + 1))).ToArray();
        foreach (var peer in peers)
        {
            peer.Say(Wires.Message(15), Wires.Message(2));
        }

        return peers;
    }

    private static int[] Served(BenchPeer[] peers) =>
        [.. Enumerable.Range(0, peers.Length).Where(i => !peers[i].Peer.IsChoking && !peers[i].Peer.Connection.IsClosed)];
}
