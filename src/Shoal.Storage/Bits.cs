namespace Shoal.Storage;

/// <summary>Bit fields as on the wire: one bit a piece or block, high bit first, spare bits zero (BEP 3).</summary>
public static class Bits
{
    /// <summary>Bytes that hold so many bits.</summary>
    public static int BytesFor(int count) => (count + 7) / 8;

    /// <summary>True where the bit is set.</summary>
    public static bool Get(ReadOnlySpan<byte> bits, int index) => (bits[index >> 3] & (0x80 >> (index & 7))) != 0;

    /// <summary>Sets the bit.</summary>
    public static void Set(Span<byte> bits, int index) => bits[index >> 3] |= (byte)(0x80 >> (index & 7));

    /// <summary>Clears the bit.</summary>
    public static void Clear(Span<byte> bits, int index) => bits[index >> 3] &= (byte)~(0x80 >> (index & 7));

    /// <summary>So many bits, all set.</summary>
    public static byte[] Full(int count)
    {
        var bits = new byte[BytesFor(count)];
        bits.AsSpan().Fill(0xFF);
        ClearSpare(bits, count);
        return bits;
    }

    /// <summary>True where so many bits are all set.</summary>
    public static bool IsFull(ReadOnlySpan<byte> bits, int count)
    {
        var whole = bits[..(count >> 3)];
        return whole.IndexOfAnyExcept((byte)0xFF) < 0 && ((count & 7) == 0 || bits[count >> 3] == (byte)(0xFF00 >> (count & 7)));
    }

    /// <summary>Clears what lies behind the last of so many bits.</summary>
    public static void ClearSpare(Span<byte> bits, int count)
    {
        if ((count & 7) != 0)
        {
            bits[^1] &= (byte)(0xFF00 >> (count & 7));
        }
    }

    /// <summary>True where no bit is set.</summary>
    public static bool IsEmpty(ReadOnlySpan<byte> bits) => bits.IndexOfAnyExcept((byte)0) < 0;
}
