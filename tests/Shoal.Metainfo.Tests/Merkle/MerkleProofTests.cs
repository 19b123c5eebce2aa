using FsCheck;
using FsCheck.Fluent;
using Shoal.Metainfo.Merkle;

namespace Shoal.Metainfo.Tests.Merkle;

public sealed class MerkleProofTests
{
    [Fact]
    public void A_run_and_its_uncles_lead_to_the_root_of_the_whole_tree_and_a_changed_bit_does_not() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
        {
            var chance = new Random(seed);
            var layer = chance.Next(4);
            var tree = NaiveTree.Random(chance.Next(3, 600), layer, seed);
            var height = tree.RootLayer - layer;
            var log = chance.Next(1, height + 1);
            var index = chance.Next(1 << (height - log)) << log;
            var layers = MerkleProof.LayersTo(tree.RootLayer, layer);
            var answer = tree.Answer(layer, index, 1 << log, layers);
            using var hasher = new MerkleHasher();

            Assert.Equal((1 << log) + MerkleProof.UnclesOf(1 << log, layers), answer.Length / 32);
            Assert.Equal(layer + log, MerkleProof.FirstUncleLayer(layer, 1 << log));
            var run = 32 << log;
            Assert.Equal(tree.Root, MerkleProof.TopOf(hasher, answer.AsSpan(0, run), layer, index, 1 << log, answer.AsSpan(run)));
            answer[chance.Next(answer.Length)] ^= 1;
            Assert.NotEqual(tree.Root, MerkleProof.TopOf(hasher, answer.AsSpan(0, run), layer, index, 1 << log, answer.AsSpan(run)));
        }).QuickCheckThrowOnFailure();

    /// <summary>The sentence of BEP 52: layers within the run are counted and left out.</summary>
    [Theory]
    [InlineData(2, 0, 0)]
    [InlineData(2, 1, 1)]
    [InlineData(2, 3, 3)]
    [InlineData(8, 2, 0)]
    [InlineData(8, 3, 1)]
    [InlineData(512, 8, 0)]
    [InlineData(512, 10, 2)]
    public void Uncles_are_the_proof_layers_less_those_within_the_run(int length, int proofLayers, int uncles) =>
        Assert.Equal(uncles, MerkleProof.UnclesOf(length, proofLayers));
}
