using System.Buffers.Binary;
using Shoal.Dht.Serving;
using Shoal.Runtime;
using Shoal.Trackers.Tests.Announcing;

namespace Shoal.Dht.Tests.Serving;

/// <summary>Info-hashes, addresses and secrets for tests of what serves.</summary>
internal static class ServingDesk
{
    public static readonly TimeSpan Start = TimeSpan.FromHours(3);

    public static readonly NodeId Self = Target(0);

    public static SipHash Hash => new("0123456789abcdef"u8);

    public static PeerStore Store(PeerStoreOptions? options = null) => new(Self, Hash, options ?? new PeerStoreOptions());

    public static Tokens Tokens(int seed = 1) => new(new SeededSecrets(seed));

    public static Endpoint At(string text) => Endpoint.TryParse(text, out var endpoint) ? endpoint : throw new FormatException(text);

    /// <summary>An address of a public /24: 11.0.0.0/24 is number 0.</summary>
    public static Endpoint V4(int network, int host, ushort port = 6881)
    {
        Span<byte> address = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(address, (11u << 24) + ((uint)network << 8) + (uint)host);
        return Endpoint.FromBytes(address, port);
    }

    /// <summary>An address of a public /48 and of a /64 in it.</summary>
    public static Endpoint V6(int site, int network, int host, ushort port = 6881)
    {
        Span<byte> address = stackalloc byte[16];
        address.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(address, 0x2a00ul << 48 | (ulong)(uint)site << 16 | (uint)network);
        BinaryPrimitives.WriteUInt64BigEndian(address[8..], (ulong)(uint)host);
        return Endpoint.FromBytes(address, port);
    }

    /// <summary>An info-hash that shares so many leading bits with the node, and says a number at its end.</summary>
    public static NodeId Target(int number, int sharedBits = 16)
    {
        Span<byte> bytes = stackalloc byte[NodeId.Length];
        bytes.Clear();
        BinaryPrimitives.WriteInt32BigEndian(bytes[16..], number);
        if (number != 0)
        {
            bytes[sharedBits / 8] |= (byte)(0x80 >> sharedBits % 8);
        }

        return new NodeId(bytes);
    }

    /// <summary>The peers of an info-hash that the store tells of.</summary>
    public static List<Endpoint> Told(PeerStore store, NodeId target, TimeSpan now, IChance chance, int most = 10_000, bool noSeeds = false)
    {
        var peers = new Endpoint[most];
        return [.. peers.AsSpan(0, store.Sample(target, noSeeds, chance, peers, now))];
    }
}
