using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Shoal.Metainfo.Merkle;

namespace Shoal.Metainfo.Tests.Merkle;

public sealed class MerkleTreeTests
{
    [Fact]
    public void Root_agrees_with_a_tree_built_by_recursion()
    {
        var cases = from leaves in Gen.Choose(1, 70) from extra in Gen.Choose(0, 3) from seed in Gen.Choose(0, int.MaxValue) select (leaves, extra, seed);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var leaves = RandomLeaves(c.leaves, c.seed);
            var width = 1 << (MerkleTree.RootLayer(c.leaves) + c.extra);
            return MerkleTree.RootOf(leaves, width).Span.SequenceEqual(SlowRoot(leaves, 0, width));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Root_of_the_piece_layer_is_the_root_of_the_leaves()
    {
        var cases = from leaves in Gen.Choose(9, 200) from layer in Gen.Choose(0, 3) from seed in Gen.Choose(0, int.MaxValue) select (leaves, layer, seed);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var leaves = RandomLeaves(c.leaves, c.seed);
            var root = SlowRoot(leaves, 0, 1 << MerkleTree.RootLayer(c.leaves));
            using var hasher = new MerkleHasher();
            var count = hasher.Raise(leaves, c.leaves, layer: 0, toLayer: c.layer);
            return count == (c.leaves + (1 << c.layer) - 1) >> c.layer
                && MerkleTree.RootOfPieceLayer(leaves.AsSpan(0, count * 32), MerkleTree.LeafLength << c.layer).Span.SequenceEqual(root);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_frontier_ends_at_the_root_however_many_subtrees_there_are()
    {
        using var hasher = new MerkleHasher();
        var frontier = new MerkleFrontier(hasher, layer: 2);
        for (var count = 1; count <= 70; count++)
        {
            var tree = NaiveTree.Random(count, layer: 2, seed: count);
            for (var i = 0; i < count; i++)
            {
                frontier.Add(new Sha256Hash(tree.Run(2, i, 1)));
            }

            Assert.Equal(tree.Root, frontier.Finish());
        }
    }

    [Fact]
    public void A_zero_leaf_is_32_zero_bytes_and_not_the_hash_of_zeros()
    {
        Assert.Equal(new byte[32], MerkleTree.ZeroSubtree(0).ToArray());
        Assert.Equal(SHA256.HashData(new byte[64]), MerkleTree.ZeroSubtree(1).ToArray());
        Assert.Equal(SlowRoot([], 0, 8), MerkleTree.ZeroSubtree(3).ToArray());
    }

    [Fact]
    public void The_last_leaf_is_hashed_as_short_as_it_is()
    {
        var data = new byte[MerkleTree.LeafLength + 5];
        new Random(1).NextBytes(data);
        var leaves = new byte[64];
        using var hasher = new MerkleHasher();

        Assert.Equal(2, hasher.HashLeaves(data, leaves));

        Assert.Equal(SHA256.HashData(data.AsSpan(0, MerkleTree.LeafLength)), leaves[..32]);
        Assert.Equal(SHA256.HashData(data.AsSpan(MerkleTree.LeafLength)), leaves[32..]);
    }

    /// <summary>Roots that libtorrent 2.0.8 gave for files of bytes (i * 7 + i / 251) mod 256, v2 only, piece length 32 KiB.</summary>
    [Theory]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(16384, "15345b8bcf83c9acd70121ebacc0aae2b90b2995b90a5143382a4f29fd125083")]
    [InlineData(16385, "4f06ab5d81301a6be8740291d8491edb35843daecf491a50c4d22d92eaf9acbc")]
    [InlineData(49153, "6d3276b9465f70c0f34a4b1f5b0f675034327cdaa6f1e8f6f60f8172b85447f9")]
    [InlineData(100000, "26ce98d1c2ad96891be47b6d01b8a5a8d5a91866997522ee3a57ae0ba846bba9")]
    [InlineData(1000000, "477cecee3649032a5441a1ae3dce00d47445a1b73d841bec0ea15fa5bef26d36")]
    public void Roots_are_those_of_libtorrent(int length, string expected)
    {
        var data = new byte[length];
        for (var i = 0; i < length; i++)
        {
            data[i] = (byte)(i * 7 + i / 251);
        }

        var leaves = new byte[MerkleTree.LeavesOf(length) * 32];
        using var hasher = new MerkleHasher();
        hasher.HashLeaves(data, leaves);

        Assert.Equal(expected, MerkleTree.RootOf(leaves, 1L << MerkleTree.RootLayer(MerkleTree.LeavesOf(length))).ToString());
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(16384, 1, 0)]
    [InlineData(16385, 2, 1)]
    [InlineData(3 * 16384, 3, 2)]
    [InlineData(4 * 16384, 4, 2)]
    [InlineData(4 * 16384 + 1, 5, 3)]
    public void Leaves_and_layers_follow_from_the_length(long length, long leaves, int rootLayer)
    {
        Assert.Equal(leaves, MerkleTree.LeavesOf(length));
        Assert.Equal(rootLayer, MerkleTree.RootLayer(leaves));
    }

    private static byte[] RandomLeaves(int count, int seed)
    {
        var leaves = new byte[count * 32];
        new Random(seed).NextBytes(leaves);
        return leaves;
    }

    private static byte[] SlowRoot(byte[] leaves, int first, int width)
    {
        if (width == 1)
        {
            return first * 32 < leaves.Length ? leaves[(first * 32)..(first * 32 + 32)] : new byte[32];
        }

        return SHA256.HashData([.. SlowRoot(leaves, first, width / 2), .. SlowRoot(leaves, first + width / 2, width / 2)]);
    }
}
