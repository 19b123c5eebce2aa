using System.Runtime.InteropServices;

namespace Shoal.Net.Sockets.Packets;

/// <summary>The kernel's mmsghdr of 64 bits: a msghdr of 56 bytes and, behind it, the bytes that were moved.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal unsafe struct MessageHeader
{
    [FieldOffset(0)] public byte* Name;
    [FieldOffset(8)] public int NameLength;
    [FieldOffset(16)] public IoRun* Runs;
    [FieldOffset(24)] public nint RunCount;
    [FieldOffset(32)] public byte* Control;
    [FieldOffset(40)] public nint ControlLength;
    [FieldOffset(56)] public readonly int Moved;
}
