using System.Text;
using Shoal.Catalog.Searching;

namespace Shoal.Catalog.Sqlite;

/// <summary>What the full-text index is given for a file: its words and its source's, with spaces between them.</summary>
internal sealed class IndexText(Hashes hashes)
{
    /// <summary>A unit of UTF-16 has three bytes at most, and each word is followed by a space.</summary>
    private readonly byte[] _text = new byte[(Limits.WordsPerFile * ((3 * Limits.WordLength) + 1)) + Hashes.SourceLength];

    /// <summary>The text, valid until the next.</summary>
    /// <param name="file">The file.</param>
    /// <param name="count">How many words it has, without its source's.</param>
    public ReadOnlySpan<byte> Of(SharedFile file, out int count)
    {
        count = 0;
        var length = 0;
        var reader = new WordReader(file.Text, stackalloc char[Limits.WordLength]);
        while (count < Limits.WordsPerFile && reader.Next())
        {
            length += Encoding.UTF8.GetBytes(reader.Word, _text.AsSpan(length));
            _text[length++] = (byte)' ';
            count++;
        }

        if (!file.Token.IsEmpty)
        {
            hashes.WriteSource(file.Token.Span, file.Size, _text.AsSpan(length));
            length += Hashes.SourceLength;
        }

        return _text.AsSpan(0, length);
    }
}
