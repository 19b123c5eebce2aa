using System.IO.Enumeration;

namespace Shoal.Metainfo.Names;

/// <summary>
/// A pattern for files of a torrent: '*' any characters of one name, '?' one, '**' any number of folders. Without a '/' it
/// is tried on every folder and file name; with one, on the path from the top. What is below a match matches too.
/// </summary>
public sealed class Glob
{
    private readonly string[] _pattern;
    private readonly bool _anywhere;

    /// <summary>Takes a pattern; every text is one.</summary>
    public Glob(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        _pattern = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        _anywhere = !pattern.TrimEnd('/').Contains('/', StringComparison.Ordinal);
    }

    /// <summary>True when the path, or a folder above it, matches.</summary>
    /// <param name="components">Folders, then the name.</param>
    public bool Matches(IReadOnlyList<string> components)
    {
        ArgumentNullException.ThrowIfNull(components);
        if (_pattern.Length == 0)
        {
            return false;
        }

        return _anywhere ? components.Any(name => MatchesName(_pattern[0], name)) : MatchesFromTop(components);
    }

    // Greedy with one step back to the last '**': linear in memory, and quadratic at worst, whatever the pattern.
    private bool MatchesFromTop(IReadOnlyList<string> components)
    {
        int at = 0, name = 0, star = -1, resume = 0;
        while (at < _pattern.Length)
        {
            if (_pattern[at] is "**")
            {
                star = at++;
                resume = name;
            }
            else if (name < components.Count && MatchesName(_pattern[at], components[name]))
            {
                at++;
                name++;
            }
            else if (star >= 0 && resume < components.Count)
            {
                at = star + 1;
                name = ++resume;
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private static bool MatchesName(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
