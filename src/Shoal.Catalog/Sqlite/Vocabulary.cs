using System.Text;
using Shoal.Data;

namespace Shoal.Catalog.Sqlite;

/// <summary>The words that are known. The index would look through all files of all words of a prefix before it gives the first, so a prefix is put as its first words.</summary>
internal sealed class Vocabulary(SqliteDatabase database) : IDisposable
{
    private readonly SqliteStatement _next = database.Prepare("SELECT term FROM vocabulary WHERE term >= ?1 LIMIT 1");

    /// <summary>The words that begin so, the first in their order.</summary>
    public List<string> Of(string prefix)
    {
        var words = new List<string>();
        var from = Encoding.UTF8.GetBytes(prefix);
        while (words.Count < Limits.WordsPerPrefix)
        {
            var found = _next.BindText(1, from).Step();
            var word = found ? _next.Bytes(0).ToArray() : [];
            _next.Reset();
            if (!found || Encoding.UTF8.GetString(word) is var text && !text.StartsWith(prefix, StringComparison.Ordinal))
            {
                break;
            }

            words.Add(text);

            // No word has this sign in it, and it is the least: the next word follows.
            from = [.. word, 1];
        }

        return words;
    }

    public void Dispose() => _next.Dispose();
}
