using System.Text.RegularExpressions;

namespace Shoal.Tidy.Tests.Rules;

/// <summary>A project references only projects above it in the house's list; each is in the solution and has its tests.</summary>
internal static partial class References
{
    /// <summary>From the ground up, as ARCHITECTURE.md draws it.</summary>
    private static readonly string[] Order =
    [
        "Bencoding", "Runtime", "Metainfo", "Net", "Peers", "Trackers", "Dht", "Storage", "Client", "Data",
        "Web", "TrackerServer", "Catalog", "Napster", "Daemon", "Cli", "Simulation",
    ];

    public static IEnumerable<string> Direction(SourceFile file)
    {
        if (!file.Path.EndsWith(".csproj", StringComparison.Ordinal) || !file.IsUnder("src"))
        {
            yield break;
        }

        var own = Rank(Name(file.Path));
        if (own < 0)
        {
            yield return $"{file.Path} is not in the house's list of projects";
        }

        foreach (Match match in ProjectReference().Matches(file.Text))
        {
            var other = Name(match.Groups["path"].Value);
            if (Rank(other) < 0 || Rank(other) >= own)
            {
                yield return $"{file.Path} references {other}, which is not above it in the house's list of projects";
            }
        }
    }

    public static IEnumerable<string> Unlisted(IReadOnlyList<SourceFile> files)
    {
        var solution = files.Single(file => file.Path == "Shoal.slnx").Text;
        var projects = files.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal)).Select(file => file.Path).ToList();
        foreach (var project in projects)
        {
            if (!solution.Contains('"' + project + '"', StringComparison.Ordinal))
            {
                yield return $"{project} is not in Shoal.slnx";
            }

            var tests = $"tests/{Name(project)}.Tests/{Name(project)}.Tests.csproj";
            if (project.StartsWith("src/", StringComparison.Ordinal) && !projects.Contains(tests))
            {
                yield return $"{project} has no {tests}";
            }
        }
    }

    private static string Name(string path) => path.Split('/', '\\')[^1].Replace(".csproj", "", StringComparison.Ordinal);

    private static int Rank(string project) => Array.IndexOf(Order, project.Replace("Shoal.", "", StringComparison.Ordinal));

    [GeneratedRegex("""<ProjectReference\s+Include="(?<path>[^"]+)""", RegexOptions.CultureInvariant)]
    private static partial Regex ProjectReference();
}
