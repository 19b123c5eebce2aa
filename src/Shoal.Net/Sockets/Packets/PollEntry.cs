using System.Runtime.InteropServices;

namespace Shoal.Net.Sockets.Packets;

/// <summary>The kernel's pollfd.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    public int Descriptor;
    public short Events;
    public short Ready;
}
