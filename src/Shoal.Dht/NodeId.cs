using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Shoal.Metainfo;

namespace Shoal.Dht;

/// <summary>A place in the DHT's space of 160 bits: a node's id, or the info-hash that is looked for (BEP 5). Nearness is the XOR of two, as a number.</summary>
public readonly struct NodeId : IEquatable<NodeId>
{
    /// <summary>Bytes of an id.</summary>
    public const int Length = 20;

    /// <summary>Bits of an id.</summary>
    public const int Bits = Length * 8;

    private readonly ulong _high;
    private readonly ulong _middle;
    private readonly uint _low;

    /// <summary>Takes 20 bytes.</summary>
    public NodeId(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Length);
        _high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _middle = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _low = BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]);
    }

    private NodeId(ulong high, ulong middle, uint low) => (_high, _middle, _low) = (high, middle, low);

    /// <summary>The first 64 bits, most significant first.</summary>
    public ulong High => _high;

    /// <summary>The place of an info-hash.</summary>
    public static NodeId Of(Sha1Hash hash) => new(hash.Span);

    /// <summary>Reads 40 hexadecimal digits.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out NodeId id)
    {
        Span<byte> bytes = stackalloc byte[Length];
        var isId = text?.Length == Length * 2 && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
        id = isId ? new NodeId(bytes) : default;
        return isId;
    }

    /// <summary>Writes the 20 bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, _high);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], _middle);
        BinaryPrimitives.WriteUInt32BigEndian(destination[16..], _low);
    }

    /// <summary>How many leading bits the two share, 0 to 160.</summary>
    public int SharedBits(NodeId other)
    {
        if (_high != other._high)
        {
            return BitOperations.LeadingZeroCount(_high ^ other._high);
        }

        return _middle != other._middle
            ? 64 + BitOperations.LeadingZeroCount(_middle ^ other._middle)
            : 128 + BitOperations.LeadingZeroCount(_low ^ other._low);
    }

    /// <summary>Less than zero where <paramref name="a"/> is nearer to this than <paramref name="b"/>.</summary>
    public int CompareDistance(NodeId a, NodeId b)
    {
        var order = (_high ^ a._high).CompareTo(_high ^ b._high);
        order = order != 0 ? order : (_middle ^ a._middle).CompareTo(_middle ^ b._middle);
        return order != 0 ? order : (_low ^ a._low).CompareTo(_low ^ b._low);
    }

    /// <summary>The bit at an index, the most significant being 0.</summary>
    public bool Bit(int index) => index switch
    {
        < 64 => (_high >> (63 - index) & 1) != 0,
        < 128 => (_middle >> (127 - index) & 1) != 0,
        _ => (_low >> (159 - index) & 1) != 0,
    };

    /// <summary>The distance to another, as an id.</summary>
    public NodeId Xor(NodeId other) => new(_high ^ other._high, _middle ^ other._middle, _low ^ other._low);

    /// <inheritdoc/>
    public bool Equals(NodeId other) => _high == other._high && _middle == other._middle && _low == other._low;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NodeId other && Equals(other);

    /// <summary>Of the last bits, which neighbours do not share: the same in every process.</summary>
    public override int GetHashCode() => (int)_low ^ (int)_middle ^ (int)(_high >> 32);

    /// <summary>40 lower-case hexadecimal digits.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        Write(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    public static bool operator ==(NodeId left, NodeId right) => left.Equals(right);
    public static bool operator !=(NodeId left, NodeId right) => !left.Equals(right);
}
