using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Shoal.Metainfo;

/// <summary>32 bytes of SHA-256.</summary>
public readonly struct Sha256Hash : IEquatable<Sha256Hash>, IComparable<Sha256Hash>
{
    /// <summary>Bytes in the hash.</summary>
    public const int Length = 32;

    private readonly Bytes _bytes;

    /// <summary>Copies 32 bytes.</summary>
    public Sha256Hash(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Length);
        bytes.CopyTo(_bytes);
    }

    /// <summary>The bytes, valid as long as the variable that is read.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Span => _bytes;

    /// <inheritdoc/>
    public bool Equals(Sha256Hash other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Sha256Hash other && Equals(other);

    /// <summary>The first bytes of the hash: the same in every process.</summary>
    public override int GetHashCode() => MemoryMarshal.Read<int>(Span);

    /// <inheritdoc/>
    public int CompareTo(Sha256Hash other) => Span.SequenceCompareTo(other.Span);

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(Span);

    public static bool operator ==(Sha256Hash left, Sha256Hash right) => left.Equals(right);
    public static bool operator !=(Sha256Hash left, Sha256Hash right) => !left.Equals(right);
    public static bool operator <(Sha256Hash left, Sha256Hash right) => left.CompareTo(right) < 0;
    public static bool operator >(Sha256Hash left, Sha256Hash right) => left.CompareTo(right) > 0;
    public static bool operator <=(Sha256Hash left, Sha256Hash right) => left.CompareTo(right) <= 0;
    public static bool operator >=(Sha256Hash left, Sha256Hash right) => left.CompareTo(right) >= 0;

    [InlineArray(Length)]
    private struct Bytes
    {
        private byte _first;
    }
}
