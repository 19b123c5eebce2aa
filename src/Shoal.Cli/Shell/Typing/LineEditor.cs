using System.Text;
using Shoal.Runtime;

namespace Shoal.Cli.Shell.Typing;

/// <summary>A line while it is typed: keys in, text and a place in it out. It knows no terminal.</summary>
internal sealed class LineEditor
{
    /// <summary>Far more than a room takes.</summary>
    private const int MostCharacters = 4000;

    /// <summary>Lines that the arrow keys bring back.</summary>
    private const int MostHistory = 100;

    private readonly List<Rune> _text = [];
    private readonly List<string> _history = [];

    /// <summary>Where the next character goes, from 0 to the text's length.</summary>
    private int _at;

    /// <summary>Which line of the history is shown; its length: none, but a new one.</summary>
    private int _shown;

    /// <summary>The first half of a character that comes as two keys; '\0': none.</summary>
    private char _half;

    public string Text => string.Concat(_text);

    /// <summary>Takes a key. Returns what came of it.</summary>
    public Typed Press(ConsoleKeyInfo key)
    {
        var isControl = key.Modifiers.HasFlag(ConsoleModifiers.Control);
        switch (key.Key)
        {
            case ConsoleKey.Enter:
                return Finish();
            case ConsoleKey.D when isControl:
                return _text.Count == 0 ? Typed.End : Delete(_at);
            case ConsoleKey.Backspace:
                return Delete(_at - 1);
            case ConsoleKey.Delete:
                return Delete(_at);
            case ConsoleKey.LeftArrow:
                return Go(_at - 1);
            case ConsoleKey.RightArrow:
                return Go(_at + 1);
            case ConsoleKey.Home or ConsoleKey.A when key.Key == ConsoleKey.Home || isControl:
                return Go(0);
            case ConsoleKey.End or ConsoleKey.E when key.Key == ConsoleKey.End || isControl:
                return Go(_text.Count);
            case ConsoleKey.U when isControl:
                return Cut(0, _at);
            case ConsoleKey.K when isControl:
                return Cut(_at, _text.Count);
            case ConsoleKey.W when isControl:
                return Cut(StartOfWord(), _at);
            case ConsoleKey.UpArrow:
                return Show(_shown - 1);
            case ConsoleKey.DownArrow:
                return Show(_shown + 1);
            default:
                return Insert(key.KeyChar);
        }
    }

    /// <summary>The part that is seen in so many columns, and the column that the cursor stands in.</summary>
    public (string Seen, int Cursor) View(int columns)
    {
        var (first, cursor) = (_at, 0);
        while (first > 0 && cursor + Columns.Of(_text[first - 1]) < columns)
        {
            cursor += Columns.Of(_text[--first]);
        }

        var (end, used) = (first, 0);
        while (end < _text.Count && used + Columns.Of(_text[end]) <= columns)
        {
            used += Columns.Of(_text[end++]);
        }

        return (string.Concat(_text[first..end]), cursor);
    }

    private Typed Finish()
    {
        var line = Text;
        if (line.Length > 0)
        {
            _history.Add(line);
            if (_history.Count > MostHistory)
            {
                _history.RemoveAt(0);
            }
        }

        _shown = _history.Count;
        Set("");
        return new Typed(true, line);
    }

    private Typed Insert(char character)
    {
        if (char.IsHighSurrogate(character))
        {
            _half = character;
            return Typed.More;
        }

        var isRune = char.IsLowSurrogate(character) ? Rune.TryCreate(_half, character, out var rune) : Rune.TryCreate(character, out rune);
        _half = '\0';
        if (isRune && ShownText.IsPlain(rune) && _text.Count < MostCharacters)
        {
            _text.Insert(_at++, rune);
        }

        return Typed.More;
    }

    private Typed Delete(int index)
    {
        if (index >= 0 && index < _text.Count)
        {
            _text.RemoveAt(index);
            _at = index;
        }

        return Typed.More;
    }

    private Typed Go(int index)
    {
        _at = Math.Clamp(index, 0, _text.Count);
        return Typed.More;
    }

    private Typed Cut(int first, int end)
    {
        _text.RemoveRange(first, end - first);
        return Go(first);
    }

    private int StartOfWord()
    {
        var start = _at;
        while (start > 0 && _text[start - 1].Value == ' ')
        {
            start--;
        }

        while (start > 0 && _text[start - 1].Value != ' ')
        {
            start--;
        }

        return start;
    }

    private Typed Show(int index)
    {
        if (index >= 0 && index <= _history.Count)
        {
            _shown = index;
            Set(index < _history.Count ? _history[index] : "");
        }

        return Typed.More;
    }

    private void Set(string text)
    {
        _text.Clear();
        _text.AddRange(text.EnumerateRunes());
        _at = _text.Count;
    }
}
