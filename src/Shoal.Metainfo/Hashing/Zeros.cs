namespace Shoal.Metainfo.Hashing;

/// <summary>Pad bytes (BEP 47).</summary>
internal static class Zeros
{
    public const int Length = 16 * 1024;

    private static readonly byte[] All = new byte[Length];

    public static ReadOnlySpan<byte> Span => All;
}
