using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Shoal.Metainfo;

/// <summary>20 bytes of SHA-1, or of a truncated SHA-256 where BEP 52 uses one in its place.</summary>
public readonly struct Sha1Hash : IEquatable<Sha1Hash>, IComparable<Sha1Hash>
{
    /// <summary>Bytes in the hash.</summary>
    public const int Length = 20;

    private readonly Bytes _bytes;

    /// <summary>Copies 20 bytes.</summary>
    public Sha1Hash(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Length);
        bytes.CopyTo(_bytes);
    }

    /// <summary>The bytes, valid as long as the variable that is read.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Span => _bytes;

    /// <inheritdoc/>
    public bool Equals(Sha1Hash other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Sha1Hash other && Equals(other);

    /// <summary>The first bytes of the hash: the same in every process.</summary>
    public override int GetHashCode() => MemoryMarshal.Read<int>(Span);

    /// <inheritdoc/>
    public int CompareTo(Sha1Hash other) => Span.SequenceCompareTo(other.Span);

    /// <summary>40 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(Span);

    public static bool operator ==(Sha1Hash left, Sha1Hash right) => left.Equals(right);
    public static bool operator !=(Sha1Hash left, Sha1Hash right) => !left.Equals(right);
    public static bool operator <(Sha1Hash left, Sha1Hash right) => left.CompareTo(right) < 0;
    public static bool operator >(Sha1Hash left, Sha1Hash right) => left.CompareTo(right) > 0;
    public static bool operator <=(Sha1Hash left, Sha1Hash right) => left.CompareTo(right) <= 0;
    public static bool operator >=(Sha1Hash left, Sha1Hash right) => left.CompareTo(right) >= 0;

    [InlineArray(Length)]
    private struct Bytes
    {
        private byte _first;
    }
}
