namespace Shoal.Catalog.Searching;

/// <summary>
/// The words of a text, lower-case: runs of letters, digits and apostrophes, and of the marks that follow a letter. What of a word is longer than 64 units of UTF-16 does not count. A letter
/// with its accent in one sign and in two are two words.
/// </summary>
public static class Words
{
    /// <summary>All of them in their order, each as often as it is there.</summary>
    public static IReadOnlyList<string> Of(string text) => Of(text, int.MaxValue);

    /// <summary>Those of a file: as many as find it.</summary>
    internal static List<string> OfFile(string text) => Of(text, Limits.WordsPerFile);

    /// <summary>True for what <see cref="Of(string)"/> gives.</summary>
    internal static bool IsWord(string word) => Of(word, 2) is [var only] && string.Equals(only, word, StringComparison.Ordinal);

    private static List<string> Of(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new List<string>();
        var reader = new WordReader(text, stackalloc char[Limits.WordLength]);
        while (words.Count < most && reader.Next())
        {
            words.Add(reader.Word.ToString());
        }

        return words;
    }
}
