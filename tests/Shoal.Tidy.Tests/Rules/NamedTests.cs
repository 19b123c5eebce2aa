using System.Text.RegularExpressions;

namespace Shoal.Tidy.Tests.Rules;

/// <summary>Every test that a document names in code, as its class and its sentence, is there.</summary>
internal static partial class NamedTests
{
    public static IEnumerable<string> Check(SourceFile file, IReadOnlyList<SourceFile> files)
    {
        if (!file.IsMarkdown)
        {
            yield break;
        }

        foreach (var (type, name) in Named().Matches(file.Text).Select(match => (match.Groups["type"].Value, match.Groups["name"].Value)).Distinct())
        {
            if (!files.Any(other => other.IsUnder("tests") && other.Path.EndsWith($"/{type}.cs", StringComparison.Ordinal) && other.Text.Contains($" {name}(", StringComparison.Ordinal)))
            {
                yield return $"{file.Path} names {type}.{name}, and there is no such test";
            }
        }
    }

    /// <summary>A sentence has a space, written as an underscore; other code that is named with its type has none.</summary>
    [GeneratedRegex(@"`(?<type>[A-Z]\w*Tests)\.(?<name>[A-Z][A-Za-z0-9]*_\w+)`", RegexOptions.CultureInvariant)]
    private static partial Regex Named();
}
