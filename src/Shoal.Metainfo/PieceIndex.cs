namespace Shoal.Metainfo;

/// <summary>The number of a piece, from 0.</summary>
public readonly record struct PieceIndex(int Value) : IComparable<PieceIndex>
{
    /// <inheritdoc/>
    public int CompareTo(PieceIndex other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool operator <(PieceIndex left, PieceIndex right) => left.Value < right.Value;
    public static bool operator >(PieceIndex left, PieceIndex right) => left.Value > right.Value;
    public static bool operator <=(PieceIndex left, PieceIndex right) => left.Value <= right.Value;
    public static bool operator >=(PieceIndex left, PieceIndex right) => left.Value >= right.Value;
}
