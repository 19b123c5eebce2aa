using System.Buffers.Binary;
using Shoal.Runtime;

namespace Shoal.Napster.Protocol;

/// <summary>An address as the protocol writes it: a decimal number, its four bytes read with the low one first.</summary>
internal static class LegacyAddress
{
    /// <summary>The number; 0 for IPv6, which the protocol cannot tell.</summary>
    public static uint Of(Endpoint endpoint)
    {
        Span<byte> bytes = stackalloc byte[16];
        return endpoint.WriteAddress(bytes) == sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : 0;
    }

    /// <summary>The address behind the number.</summary>
    public static Endpoint From(uint number, ushort port)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        return Endpoint.FromBytes(bytes, port);
    }
}
