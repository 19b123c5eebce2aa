namespace Shoal.Bencoding;

/// <summary>The bounds of this project. Callers give tighter ones by <see cref="BencodeLimits"/>.</summary>
internal static class Limits
{
    /// <summary>Depth of a message: the deepest in use (a DHT item, an extended handshake) needs under ten.</summary>
    internal const int MessageDepth = 32;

    /// <summary>Values in a message: a tracker answer with 200 peers as dictionaries has under 2000.</summary>
    internal const int MessageTokens = 16 * 1024;

    /// <summary>Bytes of a message: what a tracker may answer and a peer may send at once.</summary>
    internal const int MessageLength = 1024 * 1024;

    /// <summary>Tokens held from the start; the table doubles from here, so a long input reserves nothing before it is read.</summary>
    internal const int FirstTokens = 32;

    /// <summary>Keys sorted at first where they came unsorted; doubles from here.</summary>
    internal const int FirstKeys = 16;

    /// <summary>Digits of the longest string length that can be true: more would pass 2^31 - 1 bytes.</summary>
    internal const int LengthDigits = 10;
}
