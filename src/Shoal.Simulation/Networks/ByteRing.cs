using System.Runtime.InteropServices;

namespace Shoal.Simulation.Networks;

/// <summary>Bytes in a ring that grows by doubling, and holds no memory while it is empty.</summary>
internal sealed class ByteRing(RingPool pool)
{
    private byte[] _bytes = [];
    private int _start;
    private int _count;

    public void Put(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            return;
        }

        if (_count + data.Length > _bytes.Length)
        {
            Grow(_count + data.Length);
        }

        var at = (_start + _count) & (_bytes.Length - 1);
        var first = Math.Min(data.Length, _bytes.Length - at);
        data[..first].CopyTo(_bytes.AsSpan(at));
        data[first..].CopyTo(_bytes);
        _count += data.Length;
    }

    /// <summary>Takes the first bytes, and mixes them into a hash.</summary>
    public void Take(Span<byte> into, ref ulong hash)
    {
        var first = Math.Min(into.Length, _bytes.Length - _start);
        _bytes.AsSpan(_start, first).CopyTo(into);
        _bytes.AsSpan(0, into.Length - first).CopyTo(into[first..]);
        Skip(into.Length);
        hash = Mix(hash, into);
    }

    public void Skip(int count)
    {
        if (count > 0)
        {
            _start = (_start + count) & (_bytes.Length - 1);
            _count -= count;
            if (_count == 0)
            {
                pool.Return(_bytes);
                _bytes = [];
                _start = 0;
            }
        }
    }

    private static ulong Mix(ulong hash, ReadOnlySpan<byte> data)
    {
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(data))
        {
            hash = (hash ^ word) * 0x9e3779b97f4a7c15;
            hash ^= hash >> 32;
        }

        foreach (var b in data[(data.Length & ~7)..])
        {
            hash = (hash ^ b) * 0x100000001b3;
        }

        return hash;
    }

    private void Grow(int needed)
    {
        var larger = pool.Rent(needed);
        var first = Math.Min(_count, _bytes.Length - _start);
        _bytes.AsSpan(_start, first).CopyTo(larger);
        _bytes.AsSpan(0, _count - first).CopyTo(larger.AsSpan(first));
        pool.Return(_bytes);
        _bytes = larger;
        _start = 0;
    }
}
