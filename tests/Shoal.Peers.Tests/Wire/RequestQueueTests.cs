using FsCheck;
using FsCheck.Fluent;
using Shoal.Peers.Wire;
using Shoal.Runtime.Buffers;

namespace Shoal.Peers.Tests.Wire;

public sealed class RequestQueueTests
{
    /// <summary>The model is a list.</summary>
    [Fact]
    public void It_behaves_as_a_list_does() => Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
    {
        using var slab = new BufferSlab();
        var slot = slab.Rent();
        var (queue, model, chance, next) = (new RequestQueue(), new List<Outstanding>(), new Random(seed), 0);
        var eager = chance.Next(2, 9);
        var peeked = new Outstanding[16];
        for (var step = 0; step < 400; step++)
        {
            if (chance.Next(10) < eager && model.Count < Limits.OutstandingRequests)
            {
                var request = new Outstanding(Wires.Block(next, 0, 16384), slot, TimeSpan.FromTicks(next++));
                queue.Add(request);
                model.Add(request);
            }
            else
            {
                var at = chance.Next(4) == 0 ? chance.Next(model.Count + 1) : 0;
                var wanted = at < model.Count ? model[at].Request : Wires.Block(-1, 0, 0);
                Assert.Equal(at < model.Count, queue.TryTake(wanted, out var taken));
                Assert.Equal(at < model.Count ? model[at] : default, taken);
                if (at < model.Count)
                {
                    model.RemoveAt(at);
                }
            }

            Assert.Equal(model.Count, queue.Count);
            Assert.Equal(model, queue.Live());
            Assert.Equal(model.Take(16), peeked.AsSpan(0, queue.Peek(peeked)).ToArray());
            Assert.Equal(model.Count == 0 ? TimeSpan.MaxValue : model[0].SentAt, queue.OldestSentAt);
        }

        slab.Return(slot);
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void One_withheld_block_does_not_make_it_grow()
    {
        using var slab = new BufferSlab();
        var slot = slab.Rent();
        var queue = new RequestQueue();
        queue.Add(new Outstanding(Wires.Block(0, 0, 1), slot, default));
        for (var i = 1; i < 100_000; i++)
        {
            queue.Add(new Outstanding(Wires.Block(i, 0, 1), slot, default));
            Assert.True(queue.TryTake(Wires.Block(i, 0, 1), out _));
        }

        Assert.Equal(1, queue.Count);
        Assert.InRange(queue.Capacity, 1, 16);
    }
}
