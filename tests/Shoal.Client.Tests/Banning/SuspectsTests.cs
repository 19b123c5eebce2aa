using Shoal.Client.Banning;
using Shoal.Client.Picking;
using Shoal.Client.Tests.Hashes;
using Shoal.Metainfo;
using Shoal.Peers.Handshaking;
using Shoal.Peers.Tests;
using Shoal.Runtime;

namespace Shoal.Client.Tests.Banning;

/// <summary>Who sent the wrong blocks, where nobody tells the leaves.</summary>
public sealed class SuspectsTests
{
    public enum Shape
    {
        V1,
        HybridWhosePeersKnowV1,
        V2WhosePeersRefuseLeaves,
    }

    private const string Blamed = "sent data that failed its hash";
    private const string Parted = "is a seed, and so are we";

    /// <summary>With 64 slots of memory a piece of 32 goes to the part file.</summary>
    [Theory]
    [InlineData(Shape.V1, 1024)]
    [InlineData(Shape.V1, 64)]
    [InlineData(Shape.HybridWhosePeersKnowV1, 1024)]
    [InlineData(Shape.HybridWhosePeersKnowV1, 64)]
    [InlineData(Shape.V2WhosePeersRefuseLeaves, 1024)]
    [InlineData(Shape.V2WhosePeersRefuseLeaves, 64)]
    public void Once_a_failed_piece_passes_each_sender_of_a_wrong_block_is_banned_and_nobody_else(Shape shape, int budget)
    {
        var torrent = TorrentOf(shape);
        using var bench = new SwarmBench(torrent, budget: budget);
        var actors = Actor.Of(bench, torrent, 4, v2: shape == Shape.V2WhosePeersRefuseLeaves);
        Array.ForEach(actors, a => a.Leaves = LeafManner.Rejects);
        actors[1].Poison = actors[3].Poison = _ => bench.Swarm.Totals.PiecesFailed == 0;
        Actor.Act(actors);

        Assert.True(bench.Swarm.IsComplete);
        Assert.Equal([Parted, Blamed, Parted, Blamed], actors.Select(a => a.Peer.Ended));
        Assert.Equal([false, true, false, true], actors.Select(a => bench.Swarm.Peers.Book.Bans.Refuses(a.Peer.Link.Remote)));
        Assert.Equal([Blamed, Blamed], bench.Swarm.Peers.Book.Bans.Liars.Select(ban => ban.Reason));
        Assert.Equal((1, 0), (bench.Swarm.Totals.PiecesFailed, bench.Swarm.Suspects.BlockCount));
    }

    [Fact]
    public void An_innocent_that_had_a_part_in_any_number_of_failed_pieces_is_not_banned()
    {
        var torrent = V2Torrent.CreateV1(65_536, 30 * 65_536, seed: 1);
        using var bench = new SwarmBench(torrent);
        var (liar, innocent) = (new Actor(torrent, bench.Connect(1)), new Actor(torrent, bench.Connect(2)));
        for (var piece = 0; piece < 30; piece++)
        {
            bench.Swarm.Suspects.OnFailed(Failed(piece, 4, block => ((byte)(block == 2 ? 9 : 1), block == 2 ? liar : innocent)));
        }

        Assert.Empty(bench.Swarm.Peers.Book.Bans.Liars);
        for (var piece = 0; piece < 30; piece++)
        {
            bench.Swarm.Suspects.OnPassed(new PieceIndex(piece), DigestsOf(4, _ => 1));
        }

        Assert.Equal((Blamed, null), (liar.Peer.Ended, innocent.Peer.Ended));
        Assert.Single(bench.Swarm.Peers.Book.Bans.Liars);
    }

    [Fact]
    public void A_peer_that_sends_two_versions_of_one_block_is_banned_at_once()
    {
        var torrent = V2Torrent.CreateV1(65_536, 65_536, seed: 1);
        using var bench = new SwarmBench(torrent);
        var (liar, other) = (new Actor(torrent, bench.Connect(1)), new Actor(torrent, bench.Connect(2)));
        bench.Swarm.Suspects.OnFailed(Failed(0, 4, block => (1, block < 2 ? liar : other)));
        bench.Swarm.Suspects.OnFailed(Failed(0, 4, block => ((byte)(block == 1 ? 2 : 1), block < 2 ? liar : other)));
        bench.Loop.Run();
        Assert.Equal((Blamed, null), (liar.Peer.Ended, other.Peer.Ended));
        // The other is suspected still: it may have sent wrong blocks too.
        Assert.Equal(8, bench.Swarm.Suspects.BlockCount);
    }

    [Fact]
    public void A_sender_that_left_is_banned_and_does_not_escape_by_coming_back_under_another_port()
    {
        var torrent = V2Torrent.CreateV1(524_288, 524_288, seed: 1);
        using var bench = new SwarmBench(torrent);
        var (liar, honest) = (new Actor(torrent, bench.Connect(1)), new Actor(torrent, bench.Connect(2)));
        liar.Poison = _ => true;
        Actor.ActUntil(() => bench.Swarm.Totals.PiecesFailed == 1, liar, honest);
        liar.Peer.Link.End();
        var host = Endpoint.FromBytes([10, 0, 0, 1], 50_000);
        var back = bench.Connect(3, id: 1, from: host);
        var neighbour = bench.Connect(4, from: host.WithPort(50_001));
        Actor.Act(honest);

        Assert.True(bench.Swarm.IsComplete);
        Assert.Equal((Blamed, null), (back.Ended, neighbour.Ended));
        Assert.True(bench.Connect(5, from: host.WithPort(50_002)).IsRefused);
    }

    /// <summary>Of a piece that one peer alone sent, nobody else can be to blame.</summary>
    [Fact]
    public void A_lone_sender_that_reconnected_in_the_middle_of_a_piece_is_one_sender()
    {
        var torrent = V2Torrent.CreateV1(524_288, 524_288, seed: 1);
        using var bench = new SwarmBench(torrent);
        var liar = new Actor(torrent, bench.Connect(1)) { Poison = _ => true };
        Actor.ActUntil(() => liar.Sent.Count == 5, liar);
        liar.Peer.Link.End();
        var back = new Actor(torrent, bench.Connect(2, id: 1, from: Endpoint.FromBytes([10, 0, 0, 1], 50_000)));
        Actor.Act(back);
        // It is not asked for the piece again, to see whether that passes.
        Assert.Equal((Blamed, 1, 27), (back.Peer.Ended, bench.Swarm.Totals.PiecesFailed, back.Sent.Count));
    }

    [Fact]
    public void An_address_that_lied_is_not_dialled_to_its_end_nor_let_in_from_another_port()
    {
        using var bench = new SwarmBench(V2Torrent.CreateV1(65_536, 65_536, seed: 1));
        var liar = Endpoint.FromBytes([10, 0, 0, 1], 6001);
        bench.Swarm.AddPeer(liar);
        bench.Swarm.Dialer.Expel(new Sender(liar, SwarmBench.IdOf(1), IsOutgoing: true, Told: null), "lied");
        var link = new FakeLink { Remote = liar };
        bench.Dials[^1].Handler.OnConnected(link);
        link.Deliver(Handshake());
        bench.Loop.Run();
        Assert.True(link.IsClosed);

        var back = bench.Connect(2, extended: true, from: liar.WithPort(50_000));
        var neighbour = bench.Connect(3, extended: true, from: liar.WithPort(50_001));
        back.Say(Wires.Message(20, [0, .. "d1:pi6001ee"u8]));
        neighbour.Say(Wires.Message(20, [0, .. "d1:pi6002ee"u8]));
        Assert.Equal(("listens where a banned peer does", null), (back.Ended, neighbour.Ended));
        Assert.DoesNotContain(bench.Swarm.Peers.Book.All, known => known.Endpoint == liar);
    }

    [Fact]
    public void Blocks_of_an_earlier_run_are_nobodys_and_their_company_is_judged_as_any_other()
    {
        var torrent = V2Torrent.CreateV1(65_536, 65_536, seed: 1);
        using var bench = new SwarmBench(torrent);
        var (liar, honest) = (new Actor(torrent, bench.Connect(1)), new Actor(torrent, bench.Connect(2)));
        bench.Swarm.Suspects.OnFailed(Failed(0, 4, block => ((byte)(block is 0 or 1 ? 9 : 1), block switch { 0 => null, 1 => liar, _ => honest })));
        bench.Swarm.Suspects.OnPassed(new PieceIndex(0), DigestsOf(4, _ => 1));
        Assert.Equal((Blamed, null), (liar.Peer.Ended, honest.Peer.Ended));
    }

    [Fact]
    public void What_is_remembered_is_bounded_and_goes_when_the_piece_passes_or_all_who_sent_it_are_banned()
    {
        const int Blocks = 1024;
        var torrent = V2Torrent.CreateV1(65_536, 65_536, seed: 1);
        using var bench = new SwarmBench(torrent);
        var suspects = bench.Swarm.Suspects;
        var (first, second) = (new Actor(torrent, bench.Connect(1)), new Actor(torrent, bench.Connect(2)));
        for (var i = 0; i < 200; i++)
        {
            suspects.OnFailed(Failed(i, Blocks, block => (1, block == 0 ? first : second)));
            Assert.InRange(suspects.BlockCount, Blocks, 64 * 1024);
        }

        // The oldest went.
        Assert.Equal((false, true), (suspects.Await(new PieceIndex(135)), suspects.Await(new PieceIndex(136))));
        suspects.OnPassed(new PieceIndex(150), digests: null);
        Assert.Equal(63 * Blocks, suspects.BlockCount);
        suspects.Blame(first.Peer.Peer);
        Assert.Equal(63 * Blocks, suspects.BlockCount);
        suspects.Blame(second.Peer.Peer);
        Assert.Equal(0, suspects.BlockCount);
    }

    [Fact]
    public void A_failed_piece_is_fetched_again_before_others_so_that_the_liar_is_known_soon()
    {
        var torrent = V2Torrent.CreateV1(65_536, 100 * 65_536, seed: 1);
        using var bench = new SwarmBench(torrent);
        var (liar, honest) = (new Actor(torrent, bench.Connect(1)) { Poison = _ => true }, new Actor(torrent, bench.Connect(2)));
        Actor.ActUntil(() => liar.Sent.Count == 1, liar);
        liar.Peer.Link.End();
        Actor.ActUntil(() => bench.Swarm.Peers.Book.Bans.Count > 0, honest);
        Assert.Equal(1, bench.Swarm.Totals.PiecesFailed);
        // What was asked for when the piece failed comes first.
        Assert.InRange(bench.Swarm.Have.Count, 1, 20);
    }

    private static byte[] Handshake()
    {
        var bytes = new byte[68];
        new Handshake(V2Torrent.V1Hash, SwarmBench.IdOf(1), Fast: true, Extended: true, V2: false).Write(bytes);
        return bytes;
    }

    /// <summary>A piece with one digest a block, all bytes of which are alike, and its senders.</summary>
    private static OpenPiece Failed(int index, int blocks, Func<int, (byte Version, Actor? From)> of)
    {
        var piece = new OpenPiece(new PieceIndex(index), blocks * 16_384, isSpilled: true);
        for (var i = 0; i < blocks; i++)
        {
            piece.Arrive(i, default, of(i).From?.Peer.Peer);
        }

        piece.Digests = DigestsOf(blocks, block => of(block).Version);
        return piece;
    }

    private static byte[] DigestsOf(int blocks, Func<int, byte> of) =>
        [.. Enumerable.Range(0, blocks).SelectMany(block => Enumerable.Repeat(of(block), Sha256Hash.Length))];

    private static V2Torrent TorrentOf(Shape shape) => shape == Shape.V1
        ? V2Torrent.CreateV1(524_288, 400_001, seed: 1)
        : V2Torrent.Create(524_288, [400_001], seed: 1, isHybrid: shape == Shape.HybridWhosePeersKnowV1);
}
