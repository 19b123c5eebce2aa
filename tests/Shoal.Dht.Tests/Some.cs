using Shoal.Dht.Ids;
using Shoal.Runtime;
using Shoal.Trackers.Tests.Announcing;

namespace Shoal.Dht.Tests;

/// <summary>Ids, addresses and nodes as tests want them.</summary>
internal static class Some
{
    public static Endpoint At(string text)
    {
        Assert.True(Endpoint.TryParse(text, out var endpoint));
        return endpoint;
    }

    public static NodeId Id(string text)
    {
        Assert.True(NodeId.TryParse(text, out var id));
        return id;
    }

    public static NodeId Id(Random random)
    {
        Span<byte> bytes = stackalloc byte[NodeId.Length];
        random.NextBytes(bytes);
        return new NodeId(bytes);
    }

    public static NodeId Turned(NodeId id, int bit)
    {
        Span<byte> bytes = stackalloc byte[NodeId.Length];
        id.Write(bytes);
        bytes[bit / 8] ^= (byte)(0x80 >> (bit % 8));
        return new NodeId(bytes);
    }

    /// <summary>An id that shares just so many bits with another.</summary>
    public static NodeId Sharing(NodeId other, int bits, Random random)
    {
        var id = Id(random);
        for (var i = 0; i <= bits; i++)
        {
            id = id.Bit(i) == (other.Bit(i) ^ i == bits) ? id : Turned(id, i);
        }

        return id;
    }

    /// <summary>A public address of a network that no other index has, up to 2^16 of them.</summary>
    public static Endpoint Public(int index, int host = 1, ushort port = 6881) =>
        Endpoint.FromBytes([(byte)(20 + (index >> 14)), (byte)(index >> 8 & 0x3f), (byte)index, (byte)host], port);

    /// <summary>A public node whose id follows from its address.</summary>
    public static NodeContact Secure(int index) => new(SecureId.Make(Public(index), new SeededSecrets(index)), Public(index));

    /// <summary>A loopback node, of whom nothing is asked.</summary>
    public static NodeContact Local(NodeId id, int port) => new(id, Endpoint.FromBytes([127, 0, 0, 1], (ushort)port));
}
