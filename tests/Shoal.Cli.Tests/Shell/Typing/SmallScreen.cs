using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Shoal.Cli.Tests.Shell.Typing;

/// <summary>What stands on a terminal of endless height after some bytes: the few codes that are used, and no other.</summary>
internal sealed partial class SmallScreen
{
    private readonly List<StringBuilder> _rows = [new()];

    public int Column { get; private set; }

    public IReadOnlyList<string> Rows => [.. _rows.Select(static row => row.ToString().TrimEnd())];

    public static SmallScreen Of(MemoryStream written)
    {
        var screen = new SmallScreen();
        screen.Take(Encoding.UTF8.GetString(written.ToArray()));
        return screen;
    }

    private void Take(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (Code().Match(text, i) is { Success: true } code)
            {
                i += code.Length;
                if (code.Value.EndsWith('K'))
                {
                    _rows[^1].Clear();
                }
                else
                {
                    Column += int.Parse(code.Groups["n"].ValueSpan, CultureInfo.InvariantCulture);
                }

                continue;
            }

            var character = text[i++];
            switch (character)
            {
                case '\r':
                    Column = 0;
                    break;
                case '\n':
                    _rows.Add(new StringBuilder());
                    Column = 0;
                    break;
                default:
                    Assert.False(char.IsControl(character), $"a code that is not known at {i} of '{text}'");
                    _rows[^1].Append(' ', Math.Max(0, Column - _rows[^1].Length));
                    _rows[^1].Remove(Column, Math.Min(1, _rows[^1].Length - Column)).Insert(Column++, character);
                    break;
            }
        }
    }

    [GeneratedRegex(@"\G\e\[(?:2K|(?<n>\d+)C)", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
