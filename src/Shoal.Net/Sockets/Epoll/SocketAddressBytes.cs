using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Shoal.Runtime;

namespace Shoal.Net.Sockets.Epoll;

/// <summary>Endpoints as the kernel's sockaddr_in and sockaddr_in6.</summary>
internal static class SocketAddressBytes
{
    public const int Capacity = 28;
    public const ushort AfInet = 2;
    public const ushort AfInet6 = 10;
    private const int InetLength = 16;

    public static ushort FamilyOf(Endpoint endpoint) => endpoint.IsIPv4 ? AfInet : AfInet6;

    public static int Write(Endpoint endpoint, Span<byte> destination)
    {
        destination[..Capacity].Clear();
        MemoryMarshal.Write(destination, FamilyOf(endpoint));
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], endpoint.Port);
        endpoint.WriteAddress(destination[(endpoint.IsIPv4 ? 4 : 8)..]);
        return endpoint.IsIPv4 ? InetLength : Capacity;
    }

    public static Endpoint Read(ReadOnlySpan<byte> source)
    {
        var port = BinaryPrimitives.ReadUInt16BigEndian(source[2..]);
        return MemoryMarshal.Read<ushort>(source) == AfInet
            ? Endpoint.FromBytes(source.Slice(4, 4), port)
            : Endpoint.FromBytes(source.Slice(8, 16), port);
    }
}
