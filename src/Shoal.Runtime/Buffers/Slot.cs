namespace Shoal.Runtime.Buffers;

/// <summary>One 16 KiB buffer of a <see cref="BufferSlab"/>. Has exactly one owner at any time: a request, then a piece, then the slab again.</summary>
public readonly unsafe struct Slot : IEquatable<Slot>
{
    internal Slot(byte* address) => Address = address;

    /// <summary>The first byte; 4 KiB aligned and never moved.</summary>
    public byte* Address { get; }

    /// <summary>No slot.</summary>
    public bool IsNone => Address is null;

    /// <summary>All 16 KiB.</summary>
    public Span<byte> Span => new(Address, BufferSlab.SlotLength);

    /// <inheritdoc/>
    public bool Equals(Slot other) => Address == other.Address;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Slot other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((nint)Address).GetHashCode();

    public static bool operator ==(Slot left, Slot right) => left.Equals(right);
    public static bool operator !=(Slot left, Slot right) => !left.Equals(right);
}
