using FsCheck;
using FsCheck.Fluent;
using Shoal.Client.Picking;
using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Client.Tests.Picking;

public sealed class PieceOrderTests
{
    /// <summary>Availabilities told apart.</summary>
    private const int Levels = 63;

    /// <summary>The oracle sorts.</summary>
    [Fact]
    public void It_finds_what_sorting_by_priority_and_rarity_finds() => Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
    {
        var chance = new Random(seed);
        var count = chance.Next(1, 40);
        var order = new PieceOrder(count, new SeededChance((ulong)seed));
        var (priorities, copies) = (new PiecePriority[count], new int[count]);
        for (var step = 0; step < 300; step++)
        {
            var piece = chance.Next(count);
            switch (chance.Next(5))
            {
                case 0:
                    priorities[piece] = (PiecePriority)chance.Next(1, 4);
                    order.Insert(new PieceIndex(piece), priorities[piece]);
                    break;
                case 1:
                    priorities[piece] = PiecePriority.Skip;
                    order.Remove(new PieceIndex(piece));
                    break;
                case 2:
                    var by = chance.Next(20) == 0 ? 70 : 1;
                    copies[piece] += by;
                    order.ChangeAvailability(new PieceIndex(piece), by);
                    break;
                case 3 when copies[piece] > 0:
                    copies[piece]--;
                    order.ChangeAvailability(new PieceIndex(piece), -1);
                    break;
                default:
                    break;
            }

            Agree(order, priorities, copies, chance);
        }
    }).Check(Config.QuickThrowOnFailure);

    /// <summary>Chi-square over 5 equal pieces, 4 degrees of freedom: 23.5 is passed once in 10,000 by chance, and the seeds are fixed.</summary>
    [Fact]
    public void Among_equals_the_order_is_by_chance()
    {
        const int Seeds = 2000;
        var first = new int[5];
        for (var seed = 0; seed < Seeds; seed++)
        {
            var order = new PieceOrder(first.Length, new SeededChance((ulong)seed));
            for (var i = 0; i < first.Length; i++)
            {
                order.Insert(new PieceIndex(i), PiecePriority.Normal);
            }

            for (var i = 0; i < first.Length; i++)
            {
                order.ChangeAvailability(new PieceIndex(i), 1);
            }

            var all = new PieceSet(first.Length);
            all.Fill();
            Assert.True(order.TryFindRarest(all, out var piece));
            first[piece.Value]++;
        }

        var expected = (double)Seeds / first.Length;
        Assert.InRange(first.Sum(n => (n - expected) * (n - expected) / expected), 0, 23.5);
    }

    private static void Agree(PieceOrder order, PiecePriority[] priorities, int[] copies, Random chance)
    {
        var peer = new PieceSet(priorities.Length);
        for (var i = 0; i < priorities.Length; i++)
        {
            if (chance.Next(2) == 0)
            {
                peer.Add(new PieceIndex(i));
            }
        }

        var possible = Enumerable.Range(0, priorities.Length)
            .Where(i => priorities[i] != PiecePriority.Skip && peer.Contains(new PieceIndex(i)))
            .OrderByDescending(i => priorities[i]).ThenBy(i => Math.Min(copies[i], Levels)).ToArray();
        Assert.Equal(priorities.Count(p => p != PiecePriority.Skip), order.Count);
        Assert.Equal(possible.Length > 0, order.TryFindRarest(peer, out var rarest));
        Assert.Equal(possible.Length > 0, order.TryFindRandom(peer, out var random));
        if (possible.Length > 0)
        {
            Assert.Contains(rarest.Value, possible);
            Assert.Contains(random.Value, possible);
            Assert.Equal((priorities[possible[0]], Math.Min(copies[possible[0]], Levels)), (priorities[rarest.Value], Math.Min(copies[rarest.Value], Levels)));
            Assert.Equal(priorities[possible[0]], priorities[random.Value]);
        }

        var from = chance.Next(priorities.Length);
        var inOrder = possible.Where(i => i >= from).Order().Cast<int?>().FirstOrDefault();
        Assert.Equal(inOrder is not null, order.TryFindSequential(peer, from, out var next));
        Assert.Equal(inOrder ?? 0, next.Value);
    }
}
