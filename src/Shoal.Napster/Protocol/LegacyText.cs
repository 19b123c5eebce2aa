using System.Text;

namespace Shoal.Napster.Protocol;

/// <summary>Text of clients: UTF-8 where it is that, else Windows-1252, which most old clients wrote.</summary>
internal static class LegacyText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The characters of the bytes 0x80 to 0x9f; the five that mean none stand for themselves.</summary>
    private const string Windows = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

    /// <summary>The text for people and for words; the bytes stay what a file or a message is known by.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return string.Create(bytes.Length, bytes, static (text, source) =>
            {
                for (var i = 0; i < text.Length; i++)
                {
                    text[i] = source[i] is >= 0x80 and < 0xa0 ? Windows[source[i] - 0x80] : (char)source[i];
                }
            });
        }
    }
}
