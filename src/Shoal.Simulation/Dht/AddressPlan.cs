using System.Buffers.Binary;
using Shoal.Runtime;

namespace Shoal.Simulation.Dht;

/// <summary>Public addresses all over the space, each in a network (/24, or /64) of its own.</summary>
internal sealed class AddressPlan(SeededChance chance)
{
    private readonly HashSet<ulong> _networks = [];

    /// <summary>An address of a network that nobody has yet.</summary>
    public Endpoint Next(bool isIPv4) => isIPv4 ? NextIPv4() : NextIPv6();

    /// <summary>The host of an IPv4 address' network that has this number.</summary>
    public static Endpoint Neighbour(Endpoint address, byte host)
    {
        Span<byte> bytes = stackalloc byte[16];
        var length = address.WriteAddress(bytes);
        bytes[length - 1] = host;
        return Endpoint.FromBytes(bytes[..length], address.Port);
    }

    private Endpoint NextIPv4()
    {
        Span<byte> bytes = stackalloc byte[4];
        Endpoint address;
        do
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)chance.Next());
            address = Endpoint.FromBytes(bytes, 0);
        }
        while (AddressKinds.Of(address) != AddressKind.Public || bytes[3] is 0 or 255 || !_networks.Add(address.AddressBits.Low >> 8));

        return address;
    }

    private Endpoint NextIPv6()
    {
        Span<byte> bytes = stackalloc byte[16];
        Endpoint address;
        do
        {
            // 2a00::/12, from which Europe's networks are given.
            BinaryPrimitives.WriteUInt64BigEndian(bytes, 0x2a00_0000_0000_0000 | chance.Next() >> 12);
            BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], chance.Next());
            address = Endpoint.FromBytes(bytes, 0);
        }
        while (!_networks.Add(address.AddressBits.High));

        return address;
    }
}
