using Shoal.Cli.Shell;
using Shoal.Metainfo.Creating;

namespace Shoal.Cli.Commands;

/// <summary>Keeps the new .torrent from replacing a file that it is made of.</summary>
internal static class SourceGuard
{
    private static readonly StringComparer Names = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <exception cref="VerbException">The target is a file to share, by its own name or behind a link.</exception>
    public static void Check(string source, SourceTree tree, string target)
    {
        if (!File.Exists(target))
        {
            return;
        }

        var name = Path.GetFileName(target);
        var place = PlaceOf(target);
        var root = tree.IsSingleFile ? Path.GetDirectoryName(Path.GetFullPath(source))! : source;
        foreach (var file in tree.Files)
        {
            // Two paths to one file end in one name, so few are looked at.
            string[] paths = [Path.Combine([root, .. file.Components]), file.DiskPath];
            if (paths.Any(path => Names.Equals(Path.GetFileName(path), name) && Names.Equals(PlaceOf(path), place)))
            {
                throw new VerbException(ExitCode.Usage, $"'{target}' is {(tree.IsSingleFile ? "the file" : "one of the files")} to share: name another file with -o");
            }
        }
    }

    // Renaming to a link replaces the link, so the last name stays as it is and only the folders above are resolved.
    private static string PlaceOf(string path)
    {
        var full = Path.GetFullPath(path);
        return Path.Combine(RealFolder(Path.GetDirectoryName(full)!), Path.GetFileName(full));
    }

    private static string RealFolder(string folder)
    {
        if (Path.GetDirectoryName(folder) is not { } above)
        {
            return folder;
        }

        var here = Path.Combine(RealFolder(above), Path.GetFileName(folder));
        return Directory.ResolveLinkTarget(here, returnFinalTarget: true) is { } target ? RealFolder(target.FullName) : here;
    }
}
