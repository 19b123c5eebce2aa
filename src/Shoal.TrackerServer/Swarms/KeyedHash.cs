using System.Runtime.InteropServices;

namespace Shoal.TrackerServer.Swarms;

/// <summary>Hashes under a key of chance, so that nobody can choose info-hashes, addresses or ids that fall together: products of 64 by 64 bits, folded.</summary>
internal static class KeyedHash
{
    private const ulong Odd = 0x9e37_79b9_7f4a_7c15;

    /// <summary>Of 20 bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong key)
    {
        var first = MemoryMarshal.Read<ulong>(bytes);
        var second = MemoryMarshal.Read<ulong>(bytes[8..]);
        return Mix(Mix(first, key) ^ second, key ^ Odd) ^ Mix(MemoryMarshal.Read<uint>(bytes[16..]) ^ second, ~key);
    }

    /// <summary>Of 8 bytes.</summary>
    public static ulong Mix(ulong value, ulong key)
    {
        var high = Math.BigMul(value ^ key, (key >> 32 | key << 32) | 1, out var low);
        high = Math.BigMul(high ^ low ^ Odd, key | 1, out low);
        return high ^ low;
    }
}
