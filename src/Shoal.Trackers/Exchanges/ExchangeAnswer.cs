namespace Shoal.Trackers.Exchanges;

/// <summary>What came of an exchange.</summary>
/// <param name="Status">The HTTP status; 0 where there was no answer.</param>
/// <param name="Body">Decompressed and whole.</param>
/// <param name="Failure">Why there is no answer, in words that go on from the tracker's name; null where there is one.</param>
public sealed record ExchangeAnswer(int Status, ReadOnlyMemory<byte> Body, string? Failure)
{
    /// <summary>No answer.</summary>
    public static ExchangeAnswer None(string failure) => new(0, default, failure);
}
