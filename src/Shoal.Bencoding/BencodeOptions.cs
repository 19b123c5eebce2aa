namespace Shoal.Bencoding;

/// <summary>How strictly to read, and with which budget.</summary>
/// <remarks>
/// Leading zeros, a minus zero and duplicate keys are refused in both modes: two programs would read two things out of one input.
/// </remarks>
public sealed record BencodeOptions
{
    /// <summary>Messages by the letter of BEP 3: keys sorted, nothing behind the value.</summary>
    public static BencodeOptions Strict { get; } = new() { IsStrict = true };

    /// <summary>Messages as real programs send them: keys in any order, trailing bytes left alone.</summary>
    public static BencodeOptions Lenient { get; } = new();

    /// <summary>True to refuse unsorted keys and trailing bytes.</summary>
    public bool IsStrict { get; init; }

    /// <summary>The budget; that of a message if not given.</summary>
    public BencodeLimits Limits { get; init; } = BencodeLimits.Message;
}
