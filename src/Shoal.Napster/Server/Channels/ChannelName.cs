using System.Buffers;
using System.Text;

namespace Shoal.Napster.Server.Channels;

/// <summary>What a channel is called: # or &amp;, then up to 32 printable characters of ASCII, without those that mean something in messages. Case does not count.</summary>
internal static class ChannelName
{
    /// <summary>The longest, without the sign before it.</summary>
    public const int MostLength = 32;

    private static readonly SearchValues<byte> Forbidden = SearchValues.Create("%$*?\\\","u8);

    /// <summary>How they are compared.</summary>
    public static StringComparer Comparer => StringComparer.OrdinalIgnoreCase;

    /// <summary>The name, where it is one.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out string name)
    {
        name = "";
        if (bytes.Length is < 2 or > 1 + MostLength || bytes[0] is not ((byte)'#' or (byte)'&')
            || bytes[1..].ContainsAny(Forbidden) || bytes.ContainsAnyExceptInRange((byte)0x21, (byte)0x7e))
        {
            return false;
        }

        name = Encoding.ASCII.GetString(bytes);
        return true;
    }
}
