using System.Text.RegularExpressions;

namespace Shoal.Tidy.Tests.Rules;

/// <summary>Nothing names one machine's folders or a private package host: a stranger's clone builds as it is.</summary>
internal static partial class MachinePaths
{
    private const string PublicFeed = "api.nuget.org";

    public static IEnumerable<string> Check(SourceFile file)
    {
        for (var i = 0; i < file.Lines.Length; i++)
        {
            if (HomeOfOneMachine().Match(file.Lines[i]) is { Success: true } path)
            {
                yield return $"{file.Path}({i + 1}) names a folder of one machine: {path.Value}";
            }

            if (PackageHost().Match(file.Lines[i]) is { Success: true } host && host.Groups["host"].Value != PublicFeed)
            {
                yield return $"{file.Path}({i + 1}) names a private package host: {host.Groups["host"].Value}";
            }
        }
    }

    [GeneratedRegex(@"(?<![\w./}$])/(?:work|root|home/\w+)/[\w.]*", RegexOptions.CultureInvariant)]
    private static partial Regex HomeOfOneMachine();

    [GeneratedRegex(@"https?://(?<host>[\w.:-]+)[\w./-]*(?:/v3/index\.json|/nuget|/npm|/pypi|/simple)\b", RegexOptions.CultureInvariant)]
    private static partial Regex PackageHost();
}
