using Shoal.Runtime.Buffers;

namespace Shoal.Storage.Tests;

/// <summary>Bytes in slots, as the engine holds them.</summary>
internal sealed class Blocks : IDisposable
{
    private readonly BufferSlab _slab = new();
    private readonly List<BufferRun> _runs = [];

    public ReadOnlySpan<BufferRun> Runs => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_runs);

    public static Blocks Of(ReadOnlySpan<byte> bytes, int cut = BufferSlab.SlotLength)
    {
        var blocks = Empty(bytes.Length, cut);
        foreach (var run in blocks._runs)
        {
            bytes[..run.Length].CopyTo(run.Slot.Span);
            bytes = bytes[run.Length..];
        }

        return blocks;
    }

    public static Blocks Empty(int length, int cut = BufferSlab.SlotLength)
    {
        var blocks = new Blocks();
        for (; length > 0; length -= cut)
        {
            // A slot between each two, so that neighbours in the piece are none in memory.
            _ = blocks._slab.Rent();
            var slot = blocks._slab.Rent();
            slot.Span.Fill(0xEE);
            blocks._runs.Add(new BufferRun(slot, Math.Min(length, cut)));
        }

        return blocks;
    }

    public byte[] ToArray() => [.. _runs.SelectMany(run => run.Slot.Span[..run.Length].ToArray())];

    public void Dispose() => _slab.Dispose();
}
