namespace Shoal.Bencoding;

/// <summary>The budget of one parse: what hostile bytes may cost at most.</summary>
/// <param name="Depth">Lists and dictionaries within each other; 1 allows a flat dictionary.</param>
/// <param name="Tokens">Values and keys in all; each costs 16 bytes of memory.</param>
/// <param name="Length">Bytes of input.</param>
public sealed record BencodeLimits(int Depth, int Tokens, int Length)
{
    /// <summary>For messages of peers, trackers and DHT nodes.</summary>
    public static BencodeLimits Message { get; } = new(Limits.MessageDepth, Limits.MessageTokens, Limits.MessageLength);
}
