using FsCheck;
using FsCheck.Fluent;
using Shoal.Client.Picking;
using Shoal.Metainfo;

namespace Shoal.Client.Tests.Picking;

public sealed class PieceSetTests
{
    /// <summary>The model is a HashSet; few pieces, so that empty and full are met often.</summary>
    [Fact]
    public void It_behaves_as_a_set_does() => Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
    {
        var chance = new Random(seed);
        var capacity = chance.Next(1, 20);
        var (set, model) = (new PieceSet(capacity), new HashSet<int>());
        for (var step = 0; step < 200; step++)
        {
            var piece = chance.Next(capacity);
            switch (chance.Next(40))
            {
                case 0:
                    set.Fill();
                    model.UnionWith(Enumerable.Range(0, capacity));
                    break;
                case 1:
                    Assert.True(set.TryAssign(new byte[(capacity + 7) / 8]));
                    model.Clear();
                    break;
                case 2:
                    var copy = new PieceSet(capacity);
                    Assert.True(copy.TryAssign(set.ToBytes()));
                    set = copy;
                    break;
                case < 22:
                    Assert.Equal(model.Add(piece), set.Add(new PieceIndex(piece)));
                    break;
                default:
                    Assert.Equal(model.Remove(piece), set.Remove(new PieceIndex(piece)));
                    break;
            }

            Assert.Equal(model.Count, set.Count);
            Assert.Equal(model.Count == capacity, set.IsFull);
            Assert.Equal(model.Order(), Enumerable.Range(0, capacity).Where(i => set.Contains(new PieceIndex(i))));
            var bits = string.Concat(set.ToBytes().Select(b => b.ToString("b8", null)));
            Assert.Equal(bits, string.Concat(Enumerable.Range(0, (capacity + 7) / 8 * 8).Select(i => model.Contains(i) ? '1' : '0')));
        }
    }).Check(Config.QuickThrowOnFailure);

    /// <summary>BEP 3: spare bits at the end are zero.</summary>
    [Theory]
    [InlineData(12, "FFF0", true)]
    [InlineData(12, "FFF8", false)]
    [InlineData(12, "0001", false)]
    [InlineData(12, "FF", false)]
    [InlineData(12, "FFF000", false)]
    [InlineData(16, "FFFF", true)]
    [InlineData(1, "80", true)]
    [InlineData(1, "40", false)]
    public void A_bitfield_is_taken_where_its_length_and_spare_bits_are_right(int capacity, string bits, bool isTaken) =>
        Assert.Equal(isTaken, new PieceSet(capacity).TryAssign(Convert.FromHexString(bits)));
}
