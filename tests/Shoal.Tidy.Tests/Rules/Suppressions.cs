using System.Text.RegularExpressions;

namespace Shoal.Tidy.Tests.Rules;

/// <summary>Every suppression of an analyzer stands in eng/suppressions.txt with its count and its reason, and the list holds no others.</summary>
internal static partial class Suppressions
{
    public const string ListPath = "eng/suppressions.txt";

    public static IEnumerable<string> Check(IEnumerable<SourceFile> files, SourceFile list)
    {
        var approved = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in list.Lines.Where(line => line.Length > 0 && line[0] != '#'))
        {
            var cells = line.Split(" | ");
            if (cells.Length != 4 || !int.TryParse(cells[2].Trim(), out var count) || cells[3].Trim().Length < 10)
            {
                yield return $"a line of {ListPath} is 'file | rule | count | reason': {line}";
                continue;
            }

            approved[cells[0].Trim() + " | " + cells[1].Trim()] = count;
        }

        var found = files.SelectMany(Find).CountBy(entry => entry).ToDictionary(StringComparer.Ordinal);
        foreach (var (entry, count) in found.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (approved.GetValueOrDefault(entry) != count)
            {
                yield return $"{ListPath} approves {approved.GetValueOrDefault(entry)} of these: {entry} | {count} | REASON";
            }
        }

        foreach (var entry in approved.Keys.Where(entry => !found.ContainsKey(entry)).Order(StringComparer.Ordinal))
        {
            yield return $"{ListPath} approves what is not there any more: {entry}";
        }
    }

    /// <summary>"file | rule" for each rule that the file suppresses.</summary>
    private static IEnumerable<string> Find(SourceFile file)
    {
        var codes = !file.IsCode ? [] : Pragma().Matches(file.Text).Concat(Attribute().Matches(file.Text)).Concat(Property().Matches(file.Text))
            .SelectMany(match => match.Groups["codes"].Value.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries))
            .Where(code => !code.StartsWith('$'));
        return codes.Select(code => file.Path + " | " + code);
    }

    [GeneratedRegex(@"^\s*#pragma warning disable(?<codes>[^\r\n/]*)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Pragma();

    [GeneratedRegex(@"SuppressMessage\(\s*""[^""]*""\s*,\s*""(?<codes>\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex Attribute();

    [GeneratedRegex("<NoWarn>(?<codes>[^<]*)</NoWarn>", RegexOptions.CultureInvariant)]
    private static partial Regex Property();
}
