using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Shoal.Runtime;

namespace Shoal.Dht.Serving;

/// <summary>The filter of BEP 33: 2,048 bits of which each address sets two. Filters of several nodes, united, tell how many peers there are in all.</summary>
/// <param name="bits"><see cref="Length"/> bytes, where they shall lie.</param>
internal readonly ref struct BloomFilter(Span<byte> bits)
{
    /// <summary>Bytes of a filter.</summary>
    public const int Length = Limits.FilterLength;

    private const int Size = Length * 8;
    private const int PlaceBits = 11;

    private readonly Span<byte> _bits = bits[..Length];

    /// <summary>The two places of an address, whatever its port, in the 22 lowest bits: worth keeping, as they cost a SHA-1.</summary>
    public static uint PlacesOf(Endpoint peer)
    {
        Span<byte> address = stackalloc byte[16];
        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(address[..peer.WriteAddress(address)], digest);
        uint first = BinaryPrimitives.ReadUInt16LittleEndian(digest);
        uint second = BinaryPrimitives.ReadUInt16LittleEndian(digest[2..]);
        return first % Size | second % Size << PlaceBits;
    }

    /// <summary>How many addresses were inserted, as BEP 33 estimates it; where no bit is left, as if one were: some 7,800.</summary>
    public static double Estimate(ReadOnlySpan<byte> filter)
    {
        var ones = 0;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(filter[..Length]))
        {
            ones += BitOperations.PopCount(word);
        }

        var zeros = Math.Max(Size - ones, 1);
        return ones == 0 ? 0 : Math.Log((double)zeros / Size) / (2 * Math.Log(1 - 1.0 / Size));
    }

    /// <summary>Takes in the address of a peer.</summary>
    public void Insert(Endpoint peer) => Insert(PlacesOf(peer));

    /// <summary>Takes in what <see cref="PlacesOf"/> said.</summary>
    public void Insert(uint places)
    {
        Set((int)(places % Size));
        Set((int)(places >> PlaceBits) % Size);
    }

    /// <summary>Takes in all that another node's filter holds.</summary>
    public void Unite(ReadOnlySpan<byte> other)
    {
        for (var i = 0; i < Length; i++)
        {
            _bits[i] |= other[i];
        }
    }

    private void Set(int place) => _bits[place / 8] |= (byte)(1 << place % 8);
}
