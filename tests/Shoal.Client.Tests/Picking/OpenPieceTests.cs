using FsCheck;
using FsCheck.Fluent;
using Shoal.Client.Picking;
using Shoal.Metainfo;

namespace Shoal.Client.Tests.Picking;

public sealed class OpenPieceTests
{
    [Fact]
    public void Its_counters_are_those_of_a_list_of_blocks() => Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
    {
        var chance = new Random(seed);
        var length = chance.Next(1, 200_000);
        var piece = new OpenPiece(new PieceIndex(3), length, isSpilled: true);
        var (asked, here) = (new int[piece.BlockCount], new bool[piece.BlockCount]);
        Assert.Equal((length + 16383) / 16384, piece.BlockCount);
        Assert.Equal(length, Enumerable.Range(0, piece.BlockCount).Sum(i => piece.RequestOf(i).Length));
        for (var step = 0; step < 200; step++)
        {
            var block = chance.Next(piece.BlockCount);
            switch (chance.Next(30))
            {
                case 0:
                    piece.Empty();
                    Array.Clear(asked);
                    Array.Clear(here);
                    break;
                case < 12 when !here[block]:
                    piece.Ask(block);
                    asked[block]++;
                    break;
                case < 22 when here[block] || asked[block] > 0:
                    piece.Unask(block);
                    asked[block] = Math.Max(0, asked[block] - 1);
                    break;
                case < 26 when !here[block]:
                    piece.Arrive(block, default, null);
                    here[block] = true;
                    asked[block] = 0;
                    break;
                default:
                    break;
            }

            var free = Enumerable.Range(0, here.Length).Where(i => !here[i] && asked[i] == 0).ToArray();
            Assert.Equal(free.Length, piece.FreeBlocks);
            Assert.Equal(here.Count(h => h), piece.BlocksHere);
            Assert.Equal(here.All(h => h), piece.IsWhole);
            Assert.Equal(here, Enumerable.Range(0, here.Length).Select(piece.IsHere));
            if (free.Length > 0)
            {
                Assert.Equal(free[0], piece.NextFree());
            }
        }
    }).Check(Config.QuickThrowOnFailure);
}
