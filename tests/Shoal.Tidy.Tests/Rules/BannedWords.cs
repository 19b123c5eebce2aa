using System.Text.RegularExpressions;

namespace Shoal.Tidy.Tests.Rules;

/// <summary>Words that stand in no source file: the list and the reasons are eng/banned-words.txt.</summary>
internal static class BannedWords
{
    public const string ListPath = "eng/banned-words.txt";

    public static IReadOnlyList<Word> Load(SourceFile list) =>
        [.. list.Lines.Where(line => line.Length > 0 && line[0] != '#').Select(Parse)];

    public static IEnumerable<string> Check(SourceFile file, IReadOnlyList<Word> words)
    {
        if (!file.IsCode)
        {
            yield break;
        }

        foreach (var word in words.Where(word => word.Folder == "." || file.IsUnder(word.Folder)))
        {
            for (var i = 0; i < file.Lines.Length; i++)
            {
                if (word.Pattern.IsMatch(file.Lines[i]) && !word.Allowed.Contains(file.Path))
                {
                    yield return $"{file.Path}({i + 1}): {word.Pattern} is banned: {word.Reason}";
                }
            }
        }
    }

    private static Word Parse(string line)
    {
        var cells = line.Split(" | ");
        Assert.True(cells.Length is 3 or 4, "a line of " + ListPath + " is 'folder | pattern | reason' and perhaps ' | files that may': " + line);
        return new Word(cells[0].Trim(), new Regex(cells[1].Trim(), RegexOptions.CultureInvariant), cells[2].Trim(), cells.Length == 4 ? cells[3].Trim().Split(' ') : []);
    }

    internal sealed record Word(string Folder, Regex Pattern, string Reason, string[] Allowed);
}
