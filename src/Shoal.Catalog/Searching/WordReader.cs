using System.Globalization;
using System.Text;

namespace Shoal.Catalog.Searching;

/// <summary>Goes from word to word of a text. Nothing is made for it but what the caller brings.</summary>
/// <param name="text">The text.</param>
/// <param name="word">Where a word is put: <see cref="Limits.WordLength"/>.</param>
internal ref struct WordReader(ReadOnlySpan<char> text, Span<char> word)
{
    private readonly Span<char> _word = word;
    private ReadOnlySpan<char> _text = text;
    private int _length;

    /// <summary>The word, valid until the next.</summary>
    public readonly ReadOnlySpan<char> Word => _word[.._length];

    /// <summary>Goes to the next word; false at the end.</summary>
    public bool Next()
    {
        _length = 0;
        while (!_text.IsEmpty)
        {
            var first = _text[0];
            if (char.IsAscii(first))
            {
                _text = _text[1..];
                if (char.IsAsciiLetterOrDigit(first) || first == '\'')
                {
                    Add(char.ToLowerInvariant(first));
                }
                else if (_length > 0)
                {
                    return true;
                }
            }
            else if (!NextRune())
            {
                return true;
            }
        }

        return _length > 0;
    }

    /// <summary>False at the end of a word.</summary>
    private bool NextRune()
    {
        Rune.DecodeFromUtf16(_text, out var rune, out var used);
        _text = _text[used..];
        if (!Rune.IsLetterOrDigit(rune) && !(_length > 0 && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark))
        {
            return _length == 0;
        }

        Span<char> lower = stackalloc char[2];
        var length = Rune.ToLowerInvariant(rune).EncodeToUtf16(lower);
        if (_length + length <= _word.Length)
        {
            foreach (var unit in lower[..length])
            {
                Add(unit);
            }
        }

        return true;
    }

    private void Add(char unit)
    {
        if (_length < _word.Length)
        {
            _word[_length++] = unit;
        }
    }
}
