using Shoal.Metainfo;
using Shoal.Peers.Messages;
using Shoal.Peers.Tests;

namespace Shoal.Client.Tests.Hashes;

/// <summary>Which blocks of a failed piece are wrong, and who sent them.</summary>
public sealed class BlockTrialTests
{
    private const string Blamed = "sent data that failed its hash";
    private const string Parted = "is a seed, and so are we";

    [Theory]
    [InlineData(524_288, 524_288, false)]
    [InlineData(524_288, 524_288, true)]
    [InlineData(524_288, 400_001, false)]
    [InlineData(524_288, 400_001, true)]
    [InlineData(16_777_216, 16_777_216, false)]
    public void Of_three_senders_the_poisoner_alone_is_banned_and_its_wrong_blocks_alone_are_fetched_again(int pieceLength, int length, bool isHybrid)
    {
        var torrent = V2Torrent.Create(pieceLength, [length], seed: 1, isHybrid);
        using var bench = new SwarmBench(torrent, budget: 8192);
        var actors = Actors(bench, torrent, 4);
        var poisoned = 0;
        actors[1].Poison = _ => poisoned++ % 3 == 0;
        // The last one has everything and serves nothing: it sent no block, so it is the one to be asked for leaves.
        actors[3].Unchokes = false;
        actors[3].BeforeTelling = () => Array.ForEach(actors, a => a.SentBeforeTrial = a.Sent.Count);
        Act(actors);

        Assert.True(bench.Swarm.IsComplete);
        Assert.Equal([Parted, Blamed, Parted, Parted], actors.Select(a => a.Peer.Ended));
        Assert.True(bench.Swarm.Peers.Book.IsBanned(actors[1].Peer.Link.Remote));
        Assert.False(bench.Swarm.Peers.Book.IsBanned(actors[0].Peer.Link.Remote));
        Assert.Equal([0, 1, 0, 0], actors.Select(a => a.Peer.FailedPieces));
        Assert.NotEmpty(actors[3].AskedHashes);
        Assert.All(actors.Take(3), a => Assert.Empty(a.AskedHashes));
        // Copies of end game aside, which came before.
        var again = actors.SelectMany(a => a.Sent.Skip(a.SentBeforeTrial)).ToHashSet();
        Assert.NotEmpty(again);
        Assert.Subset(actors[1].Poisoned.ToHashSet(), again);
        Assert.Equal(1, bench.Swarm.Totals.PiecesFailed);
    }

    [Fact]
    public void Senders_are_asked_where_nobody_else_has_the_piece_and_who_rejects_lies_or_is_silent_is_passed_over()
    {
        var torrent = V2Torrent.Create(524_288, [524_288], seed: 1);
        using var bench = new SwarmBench(torrent);
        var actors = Actors(bench, torrent, 4);
        actors[2].Poison = block => block.Begin == actors[2].Sent[0].Begin;
        actors[0].Leaves = Manner.Rejects;
        actors[1].Leaves = Manner.Lies;
        actors[2].Leaves = Manner.IsSilent;
        actors[3].Unchokes = false;
        actors[3].Leaves = Manner.Rejects;
        Act(actors);
        for (var second = 0; second < 8; second++)
        {
            bench.Loop.Advance(TimeSpan.FromSeconds(1));
            Act(actors);
        }

        // Nobody tells the leaves: the piece is fetched again by one alone, as of a v1 torrent.
        Assert.Equal("sent hashes that are not the torrent's", actors[1].Peer.Ended);
        Assert.Equal([1, 1, 1, 1], actors.Select(a => a.AskedHashes.Count));
        Assert.Equal(1, bench.Swarm.Totals.PiecesFailed);
        Assert.True(bench.Swarm.IsComplete);
        Assert.Equal((Parted, Parted), (actors[0].Peer.Ended, actors[2].Peer.Ended));
    }

    [Fact]
    public void A_lone_sender_is_banned_at_once_and_what_it_sent_well_is_kept()
    {
        var torrent = V2Torrent.Create(131_072, [131_072], seed: 1);
        using var bench = new SwarmBench(torrent);
        var actors = Actors(bench, torrent, 2);
        actors[0].Poison = block => block.Begin == 16384;
        actors[1].Unchokes = false;
        Act(actors);
        Assert.Equal((Blamed, 1), (actors[0].Peer.Ended, actors[0].Peer.FailedPieces));
        actors[1].Peer.Say(Wires.Message(1));
        Act(actors);
        Assert.Equal([Wires.Block(0, 16384, 16384)], actors[1].Sent);
        Assert.True(bench.Swarm.IsComplete);
    }

    [Fact]
    public void A_torrent_that_stops_while_blocks_are_on_trial_holds_nothing_afterwards()
    {
        var torrent = V2Torrent.Create(524_288, [524_288], seed: 1);
        using var bench = new SwarmBench(torrent);
        var actors = Actors(bench, torrent, 3);
        actors[1].Poison = _ => true;
        Array.ForEach(actors, a => a.Leaves = Manner.IsSilent);
        Act(actors);
        Assert.Equal(1, bench.Swarm.Totals.PiecesFailed);
        Assert.Equal(32, bench.Budget.Used);
    }

    private static Actor[] Actors(SwarmBench bench, V2Torrent torrent, int count) =>
        [.. Enumerable.Range(1, count).Select(i => new Actor(torrent, bench.Connect((byte)i, v2: true)))];

    /// <summary>All say what they have, then answer in turn, one block each, until nothing is asked any more.</summary>
    private static void Act(Actor[] actors)
    {
        Array.ForEach(actors, a => a.Begin());
        var isBusy = true;
        while (isBusy)
        {
            isBusy = false;
            foreach (var actor in actors)
            {
                isBusy |= actor.Turn();
            }
        }
    }

    private enum Manner
    {
        Tells,
        Rejects,
        Lies,
        IsSilent,
    }

    /// <summary>A seed of the test's making.</summary>
    private sealed class Actor(V2Torrent torrent, BenchPeer peer)
    {
        private readonly List<BlockRequest> _owed = [];
        private bool _hasBegun;

        public BenchPeer Peer => peer;

        public bool Unchokes { get; set; } = true;

        public Func<BlockRequest, bool> Poison { get; set; } = _ => false;

        public Manner Leaves { get; set; }

        public List<BlockRequest> Sent { get; } = [];

        public List<BlockRequest> Poisoned { get; } = [];

        public int SentBeforeTrial { get; set; }

        public Action? BeforeTelling { get; set; }

        public List<HashRequest> AskedHashes { get; } = [];

        public void Begin()
        {
            if (!_hasBegun)
            {
                _hasBegun = true;
                peer.Say(Unchokes ? [.. Wires.Message(14), .. Wires.Message(1)] : Wires.Message(14));
            }
        }

        /// <summary>False where it has nothing to do.</summary>
        public bool Turn()
        {
            var heard = peer.Hear();
            foreach (var (kind, payload) in heard)
            {
                if (kind == MessageKind.Request)
                {
                    _owed.Add(new PeerMessage(kind, payload).Block);
                }
                else if (kind == MessageKind.Cancel)
                {
                    _owed.Remove(new PeerMessage(kind, payload).Block);
                }
                else if (kind == MessageKind.HashRequest)
                {
                    Answer(HashRequest.Read(payload));
                }
            }

            if (peer.Ended is null && _owed.Count > 0)
            {
                var block = _owed[0];
                _owed.RemoveAt(0);
                Send(block);
                return true;
            }

            return heard.Count > 0;
        }

        private void Send(BlockRequest block)
        {
            Sent.Add(block);
            var bytes = torrent.Block(block.Piece.Value, block.Begin, block.Length);
            if (Poison(block))
            {
                bytes[^1] ^= 1;
                Poisoned.Add(block);
            }

            peer.Say(Wires.Piece(block, bytes));
        }

        private void Answer(HashRequest request)
        {
            AskedHashes.Add(request);
            BeforeTelling?.Invoke();
            // As libtorrent 2.0.8 has it, an answer needs a run of the tree with uncles below its root.
            var tree = torrent.Trees[0]!;
            Assert.Equal((tree.Root, 0, 0), (request.PiecesRoot, request.BaseLayer, request.Index % request.Length));
            Assert.InRange(request.Index + request.Length, 2, 1 << tree.RootLayer);
            Assert.InRange(request.Length, 2, 512);
            Assert.InRange(request.ProofLayers, 0, tree.RootLayer - 1);
            var hashes = tree.Answer(0, request.Index, request.Length, request.ProofLayers);
            switch (Leaves)
            {
                case Manner.Tells:
                    peer.Say(Wires.Hash(22, request, hashes));
                    break;
                case Manner.Rejects:
                    peer.Say(Wires.Hash(23, request));
                    break;
                case Manner.Lies:
                    hashes[0] ^= 1;
                    peer.Say(Wires.Hash(22, request, hashes));
                    break;
                default:
                    break;
            }
        }
    }
}
