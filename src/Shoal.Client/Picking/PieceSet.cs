using System.Numerics;
using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Client.Picking;

/// <summary>A set of pieces. Empty and full sets hold no memory, as seeds are most of many swarms.</summary>
internal sealed class PieceSet(int pieceCount)
{
    /// <summary>High bit first, as on the wire; null while the set is empty or full.</summary>
    private byte[]? _bits;

    /// <summary>Pieces in the set.</summary>
    public int Count { get; private set; }

    /// <summary>Pieces that could be.</summary>
    public int Capacity => pieceCount;

    public bool IsFull => Count == pieceCount;

    public bool Contains(PieceIndex piece) =>
        _bits is { } bits ? (bits[piece.Value >> 3] & (0x80 >> (piece.Value & 7))) != 0 : Count > 0;

    /// <summary>True when it was not there before.</summary>
    public bool Add(PieceIndex piece)
    {
        if (Contains(piece))
        {
            return false;
        }

        _bits ??= new byte[(pieceCount + 7) / 8];
        _bits[piece.Value >> 3] |= (byte)(0x80 >> (piece.Value & 7));
        if (++Count == pieceCount)
        {
            _bits = null;
        }

        return true;
    }

    /// <summary>True when it was there.</summary>
    public bool Remove(PieceIndex piece)
    {
        if (!Contains(piece))
        {
            return false;
        }

        _bits ??= ToBytes();
        _bits[piece.Value >> 3] &= (byte)~(0x80 >> (piece.Value & 7));
        if (--Count == 0)
        {
            _bits = null;
        }

        return true;
    }

    public void Fill()
    {
        _bits = null;
        Count = pieceCount;
    }

    /// <summary>Takes a bitfield of the wire or of a record; false where its length is wrong or spare bits are set.</summary>
    public bool TryAssign(ReadOnlySpan<byte> bitfield)
    {
        if (bitfield.Length != (pieceCount + 7) / 8
            || ((pieceCount & 7) != 0 && (bitfield[^1] & (0xff >> (pieceCount & 7))) != 0))
        {
            return false;
        }

        Count = 0;
        foreach (var b in bitfield)
        {
            Count += BitOperations.PopCount(b);
        }

        _bits = Count == 0 || Count == pieceCount ? null : bitfield.ToArray();
        return true;
    }

    /// <summary>The bitfield as the wire carries it.</summary>
    public byte[] ToBytes()
    {
        if (_bits is { } bits)
        {
            return [.. bits];
        }

        var bytes = new byte[(pieceCount + 7) / 8];
        if (Count > 0)
        {
            bytes.AsSpan().Fill(0xff);
            if ((pieceCount & 7) != 0)
            {
                bytes[^1] = (byte)~(0xff >> (pieceCount & 7));
            }
        }

        Invariant.Check(Count == 0 || Count == pieceCount);
        return bytes;
    }
}
