using FsCheck;
using FsCheck.Fluent;
using Shoal.Client.Hashes;
using Shoal.Metainfo;
using Shoal.Metainfo.Tests.Merkle;
using Shoal.Peers.Messages;

namespace Shoal.Client.Tests.Hashes;

public sealed class LayerFetchTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(16384, 1, 2, 3)]
    [InlineData(16384, 512, 513, 1500)]
    [InlineData(65536, 5, 700, 1)]
    public void One_honest_peer_suffices_and_the_layers_make_the_torrent_whole(int pieceLength, params int[] pieces)
    {
        var (torrent, trees) = V2Torrent.OfLayers(pieceLength, pieces, seed: 1);
        using var fetch = new LayerFetch<string>(V2Torrent.Bare(torrent));
        while (fetch.TryNext("a", default, out var request))
        {
            Assert.Equal(LayerAnswer.Good, fetch.OnHashes("a", request, Answer(trees, request)));
        }

        Assert.True(fetch.IsComplete);
        Assert.Equal(fetch.ChunkCount, fetch.VerifiedCount);
        Assert.Equal(torrent.V2Pieces.ToArray(), fetch.Join());
    }

    [Fact]
    public void Requests_are_what_every_client_answers()
    {
        var (torrent, trees) = V2Torrent.OfLayers(65536, [1200], seed: 1);
        using var fetch = new LayerFetch<string>(V2Torrent.Bare(torrent));
        var asked = new List<HashRequest>();
        while (fetch.TryNext("a", default, out var request))
        {
            asked.Add(request);
        }

        // BEP 52: a power of two, the index a multiple of it; 1,200 pieces stand under 2,048 places, whose root is 11 layers above.
        var root = trees[0].Root;
        Assert.Equal([new(root, 2, 0, 512, 10), new(root, 2, 512, 512, 10), new(root, 2, 1024, 256, 10)], asked);
    }

    [Fact]
    public void One_content_in_many_files_is_asked_for_once()
    {
        var (torrent, trees) = V2Torrent.OfLayers(16384, [40, 40], seed: 1);
        var twins = torrent with
        {
            Files = [torrent.Files[0], new TorrentFile { Path = ["1"], SafePath = "t/1", Length = torrent.Files[1].Length, PiecesRoot = torrent.Files[0].PiecesRoot }],
        };
        using var fetch = new LayerFetch<string>(V2Torrent.Bare(twins));
        Assert.Equal(1, fetch.ChunkCount);
        Assert.True(fetch.TryNext("a", default, out var request));
        Assert.Equal(LayerAnswer.Good, fetch.OnHashes("a", request, Answer(trees, request)));
        Assert.Equal([.. torrent.V2Pieces[..(40 * 32)].ToArray(), .. torrent.V2Pieces[..(40 * 32)].ToArray()], fetch.Join());
    }

    [Fact]
    public void Padding_at_the_end_of_a_layer_may_be_left_out()
    {
        var (torrent, trees) = V2Torrent.OfLayers(32768, [7, 1000], seed: 1);
        using var fetch = new LayerFetch<string>(V2Torrent.Bare(torrent));
        while (fetch.TryNext("a", default, out var request))
        {
            var full = Answer(trees, request);
            var pieces = Math.Min(request.Length, (request.PiecesRoot == trees[0].Root ? 7 : 1000) - request.Index);
            Assert.Equal(LayerAnswer.Good, fetch.OnHashes("a", request, [.. full[..(pieces * 32)], .. full[(request.Length * 32)..]]));
        }

        Assert.Equal(torrent.V2Pieces.ToArray(), fetch.Join());
    }

    [Fact]
    public void A_liar_is_told_and_asked_no_more_and_others_give_what_it_owed()
    {
        var (torrent, trees) = V2Torrent.OfLayers(16384, [3000], seed: 1);
        using var fetch = new LayerFetch<string>(V2Torrent.Bare(torrent));
        Assert.True(fetch.TryNext("liar", default, out var first));
        Assert.True(fetch.TryNext("liar", default, out _));
        var lie = Answer(trees, first);
        lie[^1] ^= 1;
        Assert.Equal(LayerAnswer.Lie, fetch.OnHashes("liar", first, lie));
        Assert.False(fetch.TryNext("liar", default, out _));
        Assert.Equal(LayerAnswer.Unasked, fetch.OnHashes("liar", first, Answer(trees, first)));
        while (fetch.TryNext("honest", default, out var request))
        {
            fetch.OnHashes("honest", request, Answer(trees, request));
        }

        Assert.Equal(torrent.V2Pieces.ToArray(), fetch.Join());
    }

    [Fact]
    public void A_silent_peer_is_overtaken_after_three_seconds_and_may_still_be_first()
    {
        var (torrent, trees) = V2Torrent.OfLayers(16384, [100], seed: 1);
        using var fetch = new LayerFetch<string>(V2Torrent.Bare(torrent));
        Assert.True(fetch.TryNext("slow", default, out var request));
        Assert.False(fetch.TryNext("slow", 10 * Second, out _));
        Assert.False(fetch.TryNext("quick", 2.9 * Second, out _));
        Assert.True(fetch.TryNext("quick", 3 * Second, out var again));
        Assert.Equal(request, again);
        Assert.False(fetch.TryNext("third", 5 * Second, out _));
        Assert.Equal(LayerAnswer.Good, fetch.OnHashes("slow", request, Answer(trees, request)));
        Assert.Equal(LayerAnswer.Unasked, fetch.OnHashes("quick", again, Answer(trees, again)));
        Assert.True(fetch.IsComplete);
    }

    [Fact]
    public void What_a_peer_rejects_or_takes_along_is_asked_of_others_and_a_rejecting_peer_rests()
    {
        var (torrent, trees) = V2Torrent.OfLayers(16384, [100], seed: 1);
        using var fetch = new LayerFetch<string>(V2Torrent.Bare(torrent));
        Assert.True(fetch.TryNext("a", default, out var request));
        fetch.OnReject("a", request, default);
        fetch.OnReject("a", request, default);
        Assert.False(fetch.TryNext("a", Second, out _));
        Assert.True(fetch.TryNext("b", Second, out _));
        fetch.OnPeerGone("b");
        Assert.Equal(LayerAnswer.Unasked, fetch.OnHashes("b", request, Answer(trees, request)));
        Assert.True(fetch.TryNext("a", 3 * Second, out request));
        Assert.Equal(LayerAnswer.Good, fetch.OnHashes("a", request, Answer(trees, request)));
    }

    /// <summary>Honest, lying, rejecting, silent and leaving peers in any order: what is taken is always true, and one honest peer always completes it.</summary>
    [Fact]
    public void Whatever_peers_do_only_the_truth_is_kept_and_one_honest_peer_completes_it() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
        {
            var chance = new Random(seed);
            var pieceLength = 16384 << chance.Next(3);
            var (torrent, trees) = V2Torrent.OfLayers(pieceLength, [.. Enumerable.Range(0, chance.Next(1, 5)).Select(_ => chance.Next(2, chance.Next(2) == 0 ? 20 : 1600))], seed);
            using var fetch = new LayerFetch<int>(V2Torrent.Bare(torrent));
            var owed = new List<(int Peer, HashRequest Request)>();
            var now = TimeSpan.Zero;
            for (var step = 0; step < 300; step++)
            {
                now += Second * chance.NextDouble();
                var peer = chance.Next(6);
                if (chance.Next(2) == 0 && fetch.TryNext(peer, now, out var request))
                {
                    Assert.Equal((0, true, true), (request.Index % request.Length, int.IsPow2(request.Length), request.Length is >= 2 and <= 512));
                    owed.Add((peer, request));
                    Assert.InRange(owed.Count(o => o.Peer == peer), 1, 8);
                }
                else if (owed.Count > 0)
                {
                    var (from, due) = owed[chance.Next(owed.Count)];
                    switch (chance.Next(6))
                    {
                        case 0:
                            fetch.OnReject(from, due, now);
                            owed.Remove((from, due));
                            break;
                        case 1:
                            fetch.OnPeerGone(from);
                            owed.RemoveAll(o => o.Peer == from);
                            break;
                        case 2:
                            var lie = Distort(Answer(trees, due), chance);
                            var verdict = fetch.OnHashes(from, Mangle(due, chance), lie);
                            Assert.NotEqual(LayerAnswer.Good, verdict);
                            if (verdict == LayerAnswer.Lie)
                            {
                                owed.RemoveAll(o => o.Peer == from);
                            }

                            break;
                        default:
                            Assert.NotEqual(LayerAnswer.Lie, fetch.OnHashes(from, due, Answer(trees, due)));
                            owed.Remove((from, due));
                            break;
                    }
                }
            }

            for (now += 10 * Second; !fetch.IsComplete; now += 4 * Second)
            {
                Assert.True(now < TimeSpan.FromHours(1));
                while (fetch.TryNext(99, now, out var request))
                {
                    Assert.NotEqual(LayerAnswer.Lie, fetch.OnHashes(99, request, Answer(trees, request)));
                }
            }

            Assert.Equal(torrent.V2Pieces.ToArray(), fetch.Join());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static byte[] Answer(NaiveTree[] trees, HashRequest request) =>
        trees.First(tree => tree.Root == request.PiecesRoot).Answer(request.BaseLayer, request.Index, request.Length, request.ProofLayers);

    /// <summary>What is asked for, or now and then something near.</summary>
    private static HashRequest Mangle(HashRequest request, Random chance) => chance.Next(8) switch
    {
        0 => request with { Index = chance.Next(-5, 5000) },
        1 => request with { BaseLayer = chance.Next(-1, 40) },
        2 => request with { PiecesRoot = new Sha256Hash(new byte[32]) },
        _ => request,
    };

    private static byte[] Distort(byte[] hashes, Random chance)
    {
        switch (chance.Next(4))
        {
            case 0:
                return [];
            case 1:
                return [.. hashes, .. hashes];
            case 2:
                return hashes[32..];
            default:
                hashes[chance.Next(hashes.Length)] ^= (byte)(1 << chance.Next(8));
                return hashes;
        }
    }
}
