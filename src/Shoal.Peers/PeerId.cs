using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Shoal.Peers;

/// <summary>The 20 bytes by which a peer names itself in a handshake (BEP 3, BEP 20).</summary>
public readonly struct PeerId : IEquatable<PeerId>
{
    /// <summary>Bytes in an id.</summary>
    public const int Length = 20;

    private readonly Bytes _bytes;

    /// <summary>Copies 20 bytes.</summary>
    public PeerId(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Length);
        bytes.CopyTo(_bytes);
    }

    /// <summary>The bytes, valid as long as the variable that is read.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Span => _bytes;

    /// <inheritdoc/>
    public bool Equals(PeerId other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PeerId other && Equals(other);

    /// <summary>The last bytes, which are the random ones.</summary>
    public override int GetHashCode() => MemoryMarshal.Read<int>(Span[(Length - sizeof(int))..]);

    /// <summary>Printable bytes as they are, others as '.': the client's name stands in front.</summary>
    public override string ToString() => string.Create(Length, this, static (text, id) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = id.Span[i] is > 0x20 and < 0x7f ? (char)id.Span[i] : '.';
        }
    });

    public static bool operator ==(PeerId left, PeerId right) => left.Equals(right);
    public static bool operator !=(PeerId left, PeerId right) => !left.Equals(right);

    [InlineArray(Length)]
    private struct Bytes
    {
        private byte _first;
    }
}
