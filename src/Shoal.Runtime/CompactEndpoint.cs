using System.Buffers.Binary;

namespace Shoal.Runtime;

/// <summary>An address and a port in network order without anything between, as trackers (BEP 23, 7, 15), peers (BEP 11) and the DHT (BEP 5, 32) list them.</summary>
public static class CompactEndpoint
{
    /// <summary>Bytes of an IPv4 address and a port.</summary>
    public const int LengthV4 = 6;

    /// <summary>Bytes of an IPv6 address and a port.</summary>
    public const int LengthV6 = 18;

    /// <summary>Takes one of exactly <see cref="LengthV4"/> or <see cref="LengthV6"/> bytes.</summary>
    public static Endpoint Read(ReadOnlySpan<byte> entry) => Endpoint.FromBytes(entry[..^sizeof(ushort)], BinaryPrimitives.ReadUInt16BigEndian(entry[^sizeof(ushort)..]));

    /// <summary>Writes one; returns its length.</summary>
    public static int Write(Span<byte> destination, Endpoint endpoint)
    {
        var address = endpoint.WriteAddress(destination);
        BinaryPrimitives.WriteUInt16BigEndian(destination[address..], endpoint.Port);
        return address + sizeof(ushort);
    }
}
