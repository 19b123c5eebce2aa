using FsCheck;
using FsCheck.Fluent;
using Shoal.Metainfo;
using Shoal.Metainfo.Tests.Merkle;
using Shoal.Peers.Messages;
using Shoal.Peers.Tests;

namespace Shoal.Client.Tests.Hashes;

public sealed class HashServerTests
{
    /// <summary>What libtorrent 2.0.8 answers (validate_hash_request), with BEP 52's powers of two; the hashes are those of the naive tree.</summary>
    [Fact]
    public void Each_request_that_a_tree_has_is_answered_by_its_nodes_and_every_other_is_rejected() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
        {
            var chance = new Random(seed);
            var lengths = Enumerable.Range(0, chance.Next(1, 5)).Select(_ => chance.Next(4) == 0 ? chance.Next(0, 16385) : chance.Next(1, 900_000)).Append(1).ToArray();
            var torrent = V2Torrent.Create(16384 << chance.Next(4), lengths, seed, isHybrid: chance.Next(2) == 0);
            using var bench = new SwarmBench(torrent, isSeed: true);
            var peer = bench.Connect(1, v2: true);
            for (var i = 0; i < 25; i++)
            {
                var tree = torrent.Trees[chance.Next(torrent.Trees.Length)] ?? NaiveTree.Random(2, 0, 1);
                var request = Near(tree, chance);
                peer.Say(Wires.Hash(21, request));
                var (kind, echo, hashes) = Assert.Single(peer.HearHashes());
                Assert.Equal(request, echo);
                var isThere = torrent.Trees.Contains(tree) && request.PiecesRoot == tree.Root && request.BaseLayer >= 0 && request.BaseLayer < tree.RootLayer
                    && request.Length >= 2 && int.IsPow2(request.Length) && request.Index >= 0 && request.Index % request.Length == 0
                    && (long)request.Index + request.Length <= 1 << (tree.RootLayer - request.BaseLayer)
                    && request.ProofLayers >= 0 && request.ProofLayers < tree.RootLayer - request.BaseLayer;
                Assert.True(isThere == (kind == MessageKind.Hashes), $"{request} of a tree {tree.RootLayer} high, pieces of {torrent.Metainfo.Layout.PieceLength}: {kind}");
                Assert.Equal(isThere ? tree.Answer(request.BaseLayer, request.Index, request.Length, request.ProofLayers) : [], hashes);
            }

            Assert.Null(peer.Ended);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Theory]
    [InlineData(512)]
    [InlineData(8192)]
    public void Runs_of_512_and_of_8192_pieces_are_answered_with_their_proof(int length)
    {
        var (torrent, trees) = V2Torrent.OfLayers(16384, [20_000, 3], seed: 1);
        using var bench = new SwarmBench(torrent, new FakeStore(), have: null, slots: 4, budget: 1024);
        var peer = bench.Connect(1, v2: true);
        for (var index = 0; index < 32768; index += length)
        {
            var request = new HashRequest(trees[0].Root, 0, index, length, 14);
            peer.Say(Wires.Hash(21, request));
            var (kind, _, hashes) = Assert.Single(peer.HearHashes());
            Assert.Equal(MessageKind.Hashes, kind);
            Assert.Equal(trees[0].Answer(0, index, length, 14), hashes);
        }

        peer.Say(Wires.Hash(21, new HashRequest(trees[0].Root, 0, 0, 16384, 14)));
        Assert.Equal(MessageKind.HashReject, Assert.Single(peer.HearHashes()).Kind);
    }

    [Fact]
    public void Leaves_are_served_of_pieces_that_are_here_and_good_on_the_disk_alone()
    {
        var torrent = V2Torrent.Create(65536, [300_000], seed: 1);
        var have = new Shoal.Client.Picking.PieceSet(5);
        have.Add(new PieceIndex(1));
        using var bench = new SwarmBench(torrent.Metainfo, new FakeStore(torrent), have.ToBytes(), slots: 4, budget: 1024);
        var peer = bench.Connect(1, v2: true);
        var tree = torrent.Trees[0]!;
        HashRequest Leaves(int piece) => new(tree.Root, 0, 4 * piece, 4, 1);

        peer.Say(Wires.Hash(21, Leaves(0)), Wires.Hash(21, Leaves(1)), Wires.Hash(21, new HashRequest(tree.Root, 2, 0, 8, 2)));
        Assert.Equal([MessageKind.HashReject, MessageKind.Hashes, MessageKind.Hashes], peer.HearHashes().Select(m => m.Kind));
        bench.Store.Rot = 1;
        peer.Say(Wires.Hash(21, Leaves(1)));
        Assert.Equal(MessageKind.HashReject, Assert.Single(peer.HearHashes()).Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_does_not_speak_v2_is_rejected_and_a_v1_torrent_bears_hash_messages_of_any_kind(bool isHybrid)
    {
        var torrent = V2Torrent.Create(65536, [300_000], seed: 1, isHybrid);
        using var bench = isHybrid ? new SwarmBench(torrent, isSeed: true) : new SwarmBench(5, have: SwarmBench.AllOf(5));
        // A v1 torrent hears the bit too, and must not believe it (libtorrent#8692).
        var peer = bench.Connect(1, v2: !isHybrid);
        var request = new HashRequest(torrent.Trees[0]!.Root, 2, 0, 2, 2);

        peer.Say(Wires.Hash(21, request), Wires.Hash(22, request, new byte[64]), Wires.Hash(23, request));

        Assert.Equal(MessageKind.HashReject, Assert.Single(peer.HearHashes()).Kind);
        Assert.False(peer.Peer.SpeaksV2);
        Assert.Null(peer.Ended);
    }

    [Fact]
    public void A_flood_from_a_peer_that_does_not_read_is_rejected_past_the_limit_and_each_request_gets_one_answer()
    {
        const int Flood = 500;
        var (torrent, trees) = V2Torrent.OfLayers(16384, [20_000], seed: 1);
        using var bench = new SwarmBench(torrent, new FakeStore(), have: null, slots: 4, budget: 1024);
        var peer = bench.Connect(1, v2: true);
        peer.Link.Taking = static _ => 0;
        for (var i = 0; i < Flood; i++)
        {
            peer.Link.Deliver(Wires.Hash(21, new HashRequest(trees[0].Root, 0, 0, 8192, 13)));
        }

        for (var i = 0; i < 50; i++)
        {
            bench.Loop.Run();
        }

        Assert.Null(peer.Ended);
        Assert.InRange(peer.Peer.Connection.QueuedControl, 0, 900_000);
        peer.Link.Taking = static offered => offered;
        var (answers, rejects) = (0, 0);
        do
        {
            peer.Link.BecomeWritable();
            foreach (var (kind, _, _) in peer.HearHashes())
            {
                answers += kind == MessageKind.Hashes ? 1 : 0;
                rejects += kind == MessageKind.HashReject ? 1 : 0;
            }
        }
        while (peer.Link.WantsWritable || peer.Peer.HashQueue.Count > 0 || peer.Peer.IsHashing || peer.Peer.Connection.QueuedControl > 0);

        Assert.Equal(Flood, answers + rejects);
        // As many as make three copies of the tree.
        Assert.InRange(answers, 10, 100);
    }

    /// <summary>A request of the tree, now and then a little off.</summary>
    private static HashRequest Near(NaiveTree tree, Random chance)
    {
        var layer = chance.Next(tree.RootLayer + 1);
        var height = Math.Max(1, tree.RootLayer - layer);
        var log = chance.Next(1, height + 1);
        var request = new HashRequest(tree.Root, layer, chance.Next(1 << (height - log)) << log, 1 << log, chance.Next(height));
        return chance.Next(12) switch
        {
            0 => request with { PiecesRoot = new Sha256Hash(new byte[32]) },
            1 => request with { BaseLayer = chance.Next(2) == 0 ? -1 : int.MaxValue },
            2 => request with { Index = request.Index + chance.Next(3) - 1 },
            3 => request with { Index = chance.Next(2) == 0 ? int.MaxValue / request.Length * request.Length : -request.Length },
            4 => request with { Length = chance.Next(3) switch { 0 => request.Length * 2, 1 => request.Length - 1, _ => 1 << chance.Next(32) } },
            5 => request with { ProofLayers = chance.Next(2) == 0 ? height : chance.Next() },
            _ => request,
        };
    }
}
