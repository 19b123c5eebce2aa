using System.Text.RegularExpressions;

namespace Shoal.Tidy.Tests.Rules;

/// <summary>The banned list is off only where the world is touched for real, and nowhere else by any other means.</summary>
internal static partial class AdapterFolders
{
    private static readonly string[] Allowed =
    [
        "src/Shoal.Runtime/Real", "src/Shoal.Metainfo/Files", "src/Shoal.Net/Sockets", "src/Shoal.Trackers/Http", "src/Shoal.Storage/Files", "src/Shoal.TrackerServer/Files", "src/Shoal.Napster/Client/Files", "src/Shoal.Web/Listeners",
    ];

    public static IEnumerable<string> Check(SourceFile editorconfig, IReadOnlyList<string> paths)
    {
        var open = new List<string>();
        var section = "";
        foreach (var line in editorconfig.Lines.Select(line => line.Trim()))
        {
            if (line.StartsWith('['))
            {
                section = line[1..^1];
            }
            else if (BannedApiRule().IsMatch(line))
            {
                open.Add(section.Replace("/**.cs", "", StringComparison.Ordinal));
            }
        }

        var projects = paths.Where(path => path.StartsWith("src/", StringComparison.Ordinal)).Select(path => path.Split('/')[1]).ToHashSet(StringComparer.Ordinal);
        var expected = Allowed.Where(folder => projects.Contains(folder.Split('/')[1])).ToList();
        return
        [
            .. open.Except(expected).Select(folder => $".editorconfig lifts the banned list in '{folder}', which is no adapter folder"),
            .. expected.Except(open).Select(folder => $".editorconfig does not lift the banned list in {folder}, an adapter folder"),
        ];
    }

    [GeneratedRegex(@"^dotnet_diagnostic\.RS0030\.severity\s*=\s*(?!error|warning)", RegexOptions.CultureInvariant)]
    private static partial Regex BannedApiRule();
}
