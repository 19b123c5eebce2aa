using System.Runtime.InteropServices;
using Shoal.Runtime.Real;

namespace Shoal.Runtime.Buffers;

/// <summary>
/// 16 KiB buffers in native memory, taken and given back in last-in first-out order so that warm memory is used again.
/// Grows by 2 MiB, a huge page where the system gives one, when empty and never shrinks until disposed; the callers' budgets bound it. Any thread may call.
/// </summary>
public sealed unsafe class BufferSlab : IDisposable
{
    /// <summary>Bytes in a slot: one block of BEP 3.</summary>
    public const int SlotLength = 16 * 1024;

    private const int ChunkLength = 2 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Stack<nint> _free = new();
    private readonly List<nint> _chunks = [];

    /// <summary>Slots that somebody owns now.</summary>
    public int InUse { get; private set; }

    /// <summary>Takes a slot; its content is whatever was there.</summary>
    public Slot Rent()
    {
        lock (_gate)
        {
            if (_free.Count == 0)
            {
                Grow();
            }

            InUse++;
            return new Slot((byte*)_free.Pop());
        }
    }

    /// <summary>Gives a slot back. The owner must not touch it again.</summary>
    public void Return(Slot slot)
    {
        Invariant.Check(!slot.IsNone);
        lock (_gate)
        {
            InUse--;
            Invariant.Check(InUse >= 0);
            _free.Push((nint)slot.Address);
        }
    }

    /// <summary>Frees all memory; nobody may hold a slot any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var chunk in _chunks)
            {
                NativeMemory.AlignedFree((void*)chunk);
            }

            _chunks.Clear();
            _free.Clear();
        }
    }

    private void Grow()
    {
        var chunk = (byte*)NativeMemory.AlignedAlloc(ChunkLength, ChunkLength);
        HugePages.Advise(chunk, ChunkLength);
        _chunks.Add((nint)chunk);
        for (var at = ChunkLength - SlotLength; at >= 0; at -= SlotLength)
        {
            _free.Push((nint)(chunk + at));
        }
    }
}
