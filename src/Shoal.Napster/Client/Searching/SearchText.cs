namespace Shoal.Napster.Client.Searching;

/// <summary>How people write what they look for.</summary>
internal static class SearchText
{
    /// <summary>Words and phrases, in their order; an open quotation runs to the end.</summary>
    public static IEnumerable<(string Term, bool IsPhrase)> Parts(string words)
    {
        var pieces = words.Split('"');
        for (var i = 0; i < pieces.Length; i++)
        {
            var piece = pieces[i].Trim();
            if (piece.Length == 0)
            {
                continue;
            }

            if (i % 2 == 1 && piece.Contains(' ', StringComparison.Ordinal))
            {
                yield return (piece, true);
            }
            else
            {
                foreach (var word in piece.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    yield return (word, false);
                }
            }
        }
    }
}
