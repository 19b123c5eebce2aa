using System.Runtime.InteropServices;

namespace Shoal.Peers.Wire;

/// <summary>Receive memory that all connections of one loop share: no byte stays in it after a receive, so an idle connection holds no buffer.</summary>
public sealed unsafe class ReceiveScratch : IDisposable
{
    internal const int HeaderLength = 13;
    internal const int FlatLength = Limits.ReceiveBatch * (Limits.BlockLength + HeaderLength);

    internal byte* Headers { get; } = (byte*)NativeMemory.Alloc(Limits.ReceiveBatch * HeaderLength);

    internal byte* Flat { get; } = (byte*)NativeMemory.AlignedAlloc(FlatLength, 4096);

    /// <summary>Frees the memory; no connection of the loop may be left.</summary>
    public void Dispose()
    {
        NativeMemory.Free(Headers);
        NativeMemory.AlignedFree(Flat);
    }
}
