using System.Buffers.Binary;
using System.Numerics;
using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>
/// BEP 40: a rank that both ends of a connection compute alike, and that nobody chooses. Where everybody prefers the higher, the swarm's
/// graph is random, newcomers find room, and an attacker's addresses rank no higher than their share.
/// </summary>
internal static class PeerPriority
{
    private const byte Mask = 0x55;

    public static uint Of(Endpoint ours, Endpoint theirs)
    {
        Span<byte> both = stackalloc byte[32];
        if (ours.WithPort(0) == theirs.WithPort(0))
        {
            BinaryPrimitives.WriteUInt16BigEndian(both, Math.Min(ours.Port, theirs.Port));
            BinaryPrimitives.WriteUInt16BigEndian(both[2..], Math.Max(ours.Port, theirs.Port));
            return Crc32C(both[..4]);
        }

        Span<byte> a = stackalloc byte[16];
        Span<byte> b = stackalloc byte[16];
        a = a[..ours.WriteAddress(a)];
        b = b[..theirs.WriteAddress(b)];
        MaskBoth(a, b);
        var isFirst = a.SequenceCompareTo(b) <= 0;
        (isFirst ? a : b).CopyTo(both);
        (isFirst ? b : a).CopyTo(both[a.Length..]);
        return Crc32C(both[..(a.Length + b.Length)]);
    }

    /// <summary>The network's bytes stay whole, and one more than both have in common; of the rest every other bit.</summary>
    private static void MaskBoth(Span<byte> a, Span<byte> b)
    {
        var network = a.Length == 4 ? 2 : 6;
        var common = a.CommonPrefixLength(b);
        for (var i = common < network ? network : common + 1; i < a.Length; i++)
        {
            a[i] &= Mask;
            b[i] &= Mask;
        }
    }

    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }
}
