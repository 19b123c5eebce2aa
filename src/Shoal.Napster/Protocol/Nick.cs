using System.Buffers;
using System.Text;

namespace Shoal.Napster.Protocol;

/// <summary>What a user is called: 1 to 19 printable characters of ASCII, without those that mean something to clients. Case does not count.</summary>
internal static class Nick
{
    /// <summary>The longest.</summary>
    public const int MostLength = 19;

    /// <summary>Names that a server speaks by.</summary>
    private static readonly string[] Reserved = ["operserv", "chanserv", "nickserv", "operator"];

    private static readonly SearchValues<byte> Forbidden = SearchValues.Create("%$*?.!\",\\"u8);

    /// <summary>How they are compared.</summary>
    public static StringComparer Comparer => StringComparer.OrdinalIgnoreCase;

    /// <summary>The nick, where it is one.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out string nick)
    {
        nick = "";
        if (bytes.Length is 0 or > MostLength || bytes[0] is (byte)'#' or (byte)'&' or (byte)':' or (byte)'-'
            || bytes.ContainsAny(Forbidden) || bytes.ContainsAnyExceptInRange((byte)0x21, (byte)0x7e))
        {
            return false;
        }

        nick = Encoding.ASCII.GetString(bytes);
        return !Reserved.Contains(nick, Comparer);
    }
}
