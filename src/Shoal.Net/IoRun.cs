using System.Runtime.InteropServices;

namespace Shoal.Net;

/// <summary>One run of memory of a vectored read or write; laid out as the kernel's iovec.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly unsafe struct IoRun(byte* address, int length)
{
    /// <summary>The first byte. The memory must not move during the call.</summary>
    public readonly byte* Address = address;

    private readonly nint _length = length;

    /// <summary>Bytes.</summary>
    public int Length => (int)_length;

    /// <summary>The run as a span.</summary>
    public Span<byte> Span => new(Address, Length);

    /// <summary>The run without its first bytes.</summary>
    public IoRun Skip(int count) => new(Address + count, Length - count);
}
