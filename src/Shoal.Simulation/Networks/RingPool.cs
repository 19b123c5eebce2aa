using System.Numerics;

namespace Shoal.Simulation.Networks;

/// <summary>Memory of rings that are empty, for those that fill next: thousands of links stand idle, and few have bytes under way.</summary>
internal sealed class RingPool
{
    private const int Least = 1024;

    /// <summary>Rings of one size that are kept.</summary>
    private const int Kept = 256;

    private readonly Stack<byte[]>[] _free = [.. Enumerable.Range(0, 32).Select(_ => new Stack<byte[]>())];

    /// <summary>Room for at least so many bytes; a power of two.</summary>
    public byte[] Rent(int length)
    {
        var size = BitOperations.RoundUpToPowerOf2((uint)Math.Max(length, Least));
        return _free[BitOperations.Log2(size)].TryPop(out var bytes) ? bytes : GC.AllocateUninitializedArray<byte>((int)size);
    }

    public void Return(byte[] bytes)
    {
        if (bytes.Length > 0 && _free[BitOperations.Log2((uint)bytes.Length)] is { Count: < Kept } free)
        {
            free.Push(bytes);
        }
    }
}
