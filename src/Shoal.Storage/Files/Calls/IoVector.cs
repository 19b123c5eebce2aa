using System.Runtime.InteropServices;

namespace Shoal.Storage.Files.Calls;

/// <summary>struct iovec: a run of memory.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IoVector
{
    public byte* Base;
    public nuint Length;

    public IoVector(byte* start, int length)
    {
        Base = start;
        Length = (nuint)length;
    }

    public readonly Span<byte> Span => new(Base, (int)Length);
}
