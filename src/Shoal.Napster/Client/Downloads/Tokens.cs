using System.Buffers;

namespace Shoal.Napster.Client.Downloads;

/// <summary>The hashes by which users of old find the same file elsewhere.</summary>
internal static class Tokens
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>It is made of the content: 32 digits that are not all the same, and nothing that a program says in the place of a hash.</summary>
    public static bool NamesContent(string token) => token.Length >= 32 && token.AsSpan(0, 32).IndexOfAnyExcept(Digits) < 0 && token.AsSpan(0, 32).ContainsAnyExcept(token[0]);
}
