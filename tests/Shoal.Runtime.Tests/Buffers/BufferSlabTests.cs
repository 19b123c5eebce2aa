using FsCheck;
using FsCheck.Fluent;
using Shoal.Runtime.Buffers;

namespace Shoal.Runtime.Tests.Buffers;

public sealed unsafe class BufferSlabTests
{
    [Fact]
    public void A_slot_is_one_block_of_16_KiB_aligned_to_a_page()
    {
        using var slab = new BufferSlab();
        var slot = slab.Rent();
        Assert.Equal(16384, slot.Span.Length);
        Assert.Equal(0, (nint)slot.Address % 4096);
        Assert.False(slot.IsNone);
        Assert.True(default(Slot).IsNone);
        slab.Return(slot);
    }

    [Fact]
    public void Slots_in_use_never_overlap_however_many_they_are()
    {
        using var slab = new BufferSlab();
        var slots = Enumerable.Range(0, 200).Select(_ => slab.Rent()).ToList();
        var addresses = slots.Select(slot => (long)slot.Address).Order().ToList();
        Assert.All(addresses.Zip(addresses.Skip(1)), pair => Assert.True(pair.Second - pair.First >= BufferSlab.SlotLength));
        for (var i = 0; i < slots.Count; i++)
        {
            slots[i].Span.Fill((byte)i);
        }

        for (var i = 0; i < slots.Count; i++)
        {
            Assert.Equal(-1, slots[i].Span.IndexOfAnyExcept((byte)i));
        }

        slots.ForEach(slab.Return);
        Assert.Equal(0, slab.InUse);
    }

    [Fact]
    public void The_slot_given_back_last_is_taken_first()
    {
        using var slab = new BufferSlab();
        var (first, second) = (slab.Rent(), slab.Rent());
        slab.Return(first);
        slab.Return(second);
        Assert.Equal(second, slab.Rent());
        Assert.Equal(first, slab.Rent());
    }

    [Fact]
    public void No_slot_has_two_owners_after_any_sequence_of_taking_and_giving_back() =>
        Prop.ForAll(Gen.Choose(-100, 100).ArrayOf().ToArbitrary(), steps =>
        {
            using var slab = new BufferSlab();
            var held = new List<Slot>();
            foreach (var step in steps)
            {
                if (step >= 0 || held.Count == 0)
                {
                    held.Add(slab.Rent());
                }
                else
                {
                    slab.Return(held[-step % held.Count]);
                    held.RemoveAt(-step % held.Count);
                }

                Assert.Equal(held.Count, slab.InUse);
                Assert.Equal(held.Count, held.Distinct().Count());
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Many_threads_never_hold_the_same_slot()
    {
        using var slab = new BufferSlab();
        var failures = 0;
        var threads = Enumerable.Range(1, 4).Select(mark => new Thread(() =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                var slot = slab.Rent();
                slot.Span[..64].Fill((byte)mark);
                if (slot.Span[..64].IndexOfAnyExcept((byte)mark) >= 0)
                {
                    Interlocked.Increment(ref failures);
                }

                slab.Return(slot);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Equal(0, failures);
        Assert.Equal(0, slab.InUse);
    }

    [Fact]
    public void Giving_back_what_was_not_taken_is_found()
    {
        using var slab = new BufferSlab();
        Assert.Throws<InvariantException>(() => slab.Return(default));
        var slot = slab.Rent();
        slab.Return(slot);
        Assert.Throws<InvariantException>(() => slab.Return(slot));
    }
}
