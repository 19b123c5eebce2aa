using System.Text.RegularExpressions;

namespace Shoal.Tidy.Tests.Rules;

/// <summary>Every link of a markdown file to a file of the repository resolves, to its heading where it names one.</summary>
internal static partial class Links
{
    public static IEnumerable<string> Check(SourceFile file, IReadOnlyList<string> paths, Func<string, string?> textOf)
    {
        if (!file.IsMarkdown)
        {
            yield break;
        }

        foreach (Match match in Link().Matches(WithoutCode(file.Text)))
        {
            var target = match.Groups["target"].Value;
            if (Elsewhere().IsMatch(target))
            {
                continue;
            }

            var parts = target.Split('#', 2);
            var path = parts[0].Length == 0 ? file.Path : Resolve(file.Path, parts[0]);
            if (!paths.Contains(path) && !paths.Any(other => other.StartsWith(path + "/", StringComparison.Ordinal)))
            {
                yield return $"{file.Path} links to {target}, and there is no {path}";
            }
            else if (parts.Length == 2 && textOf(path) is { } text && !Headings(text).Contains(parts[1]))
            {
                yield return $"{file.Path} links to {target}, and {path} has no such heading";
            }
        }
    }

    /// <summary>A markdown text without its fenced and inline code.</summary>
    public static string WithoutCode(string text) => InlineCode().Replace(Fence().Replace(text, ""), "");

    private static string Resolve(string from, string target)
    {
        var parts = new List<string>(from.Split('/')[..^1]);
        foreach (var part in target.TrimEnd('/').Split('/'))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("." or ""))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    private static IEnumerable<string> Headings(string text) =>
        Heading().Matches(text).Select(match => NotInAnchor().Replace(match.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex("^(?:https?|mailto|magnet):", RegexOptions.CultureInvariant)]
    private static partial Regex Elsewhere();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Fence();

    [GeneratedRegex("`[^`\n]*`", RegexOptions.CultureInvariant)]
    private static partial Regex InlineCode();

    [GeneratedRegex("^#+ (?<text>.*)$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.CultureInvariant)]
    private static partial Regex NotInAnchor();
}
