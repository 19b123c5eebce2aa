using Shoal.Metainfo.Creating;
using Shoal.Metainfo.Names;

namespace Shoal.Metainfo.Files;

/// <summary>
/// Finds the files below a path. Links are followed, as mktorrent and libtorrent do: a torrent holds what is read through
/// them. Empty folders are left out, because no format can name them.
/// </summary>
public sealed class SourceScan
{
    private readonly string _path;
    private readonly IReadOnlyList<Glob> _excludes;
    private readonly CancellationToken _cancellation;
    private readonly List<SourceFile> _files = [];

    private SourceScan(string path, IReadOnlyList<Glob> excludes, CancellationToken cancellation)
    {
        _path = path;
        _excludes = excludes;
        _cancellation = cancellation;
    }

    /// <summary>Walks the path, which is a file or a folder.</summary>
    /// <param name="path">Absolute or relative.</param>
    /// <param name="excludes">Files and folders below the path that are left out.</param>
    /// <param name="cancellation">Ends the walk.</param>
    /// <exception cref="SourceException">Something there cannot be read or shared.</exception>
    public static SourceTree Scan(string path, IReadOnlyList<Glob> excludes, CancellationToken cancellation)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        var name = Path.GetFileName(full);
        if (name.Length == 0)
        {
            throw new SourceException($"'{path}' has no name that a torrent could carry: name a folder inside it");
        }

        var scan = new SourceScan(path, excludes, cancellation);
        try
        {
            if (File.Exists(full))
            {
                var file = (FileInfo)Follow(new FileInfo(full));
                if (!PlainFile.Is(file.FullName))
                {
                    throw new SourceException($"'{path}' is no plain file: name a file or folder");
                }

                scan.AddFile(file, [name]);
                return new SourceTree(name, IsSingleFile: true, scan._files);
            }

            if (!Directory.Exists(full))
            {
                throw new SourceException($"there is no file or folder '{path}': check the path");
            }

            scan.Walk(new DirectoryInfo(full), [], [RealPath(new DirectoryInfo(full))]);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new SourceException($"{e.Message.TrimEnd('.')}: make it readable or leave it out with --exclude", e);
        }
        catch (IOException e)
        {
            throw new SourceException($"'{path}' cannot be read: {e.Message}", e);
        }

        return new SourceTree(name, IsSingleFile: false, scan._files);
    }

    private static string RealPath(DirectoryInfo folder) => folder.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder.FullName;

    private void Walk(DirectoryInfo folder, string[] above, string[] realFolders)
    {
        if (above.Length >= Limits.PathDepth)
        {
            throw new SourceException($"'{folder.FullName}' lies more than {Limits.PathDepth} folders deep: share a folder further down, or leave it out with --exclude");
        }

        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            _cancellation.ThrowIfCancellationRequested();
            string[] components = [.. above, entry.Name];
            if (_excludes.Any(glob => glob.Matches(components)))
            {
                continue;
            }

            switch (Follow(entry))
            {
                case DirectoryInfo inner:
                    var real = RealPath(inner);
                    if (realFolders.Contains(real, StringComparer.Ordinal))
                    {
                        throw new SourceException($"the link '{entry.FullName}' leads back to a folder that holds it: leave it out with --exclude");
                    }

                    Walk(new DirectoryInfo(entry.FullName), components, [.. realFolders, real]);
                    break;
                case FileInfo file when !PlainFile.Is(file.FullName):
                    throw new SourceException($"'{Path.Combine([_path, .. components])}' is no plain file: leave it out with --exclude");
                case FileInfo file:
                    AddFile(file, components);
                    break;
            }
        }
    }

    private static FileSystemInfo Follow(FileSystemInfo entry)
    {
        if (entry.LinkTarget is null)
        {
            return entry;
        }

        var target = entry.ResolveLinkTarget(returnFinalTarget: true);
        return target is { Exists: true }
            ? target
            : throw new SourceException($"the link '{entry.FullName}' points to nothing: mend it or leave it out with --exclude");
    }

    private void AddFile(FileInfo file, string[] components)
    {
        if (!file.Exists)
        {
            throw new SourceException($"'{file.FullName}' cannot be found by its name, which may not be valid UTF-8: rename it or leave it out with --exclude");
        }

        if (_files.Count == Limits.Files)
        {
            throw new SourceException($"a torrent holds at most {Limits.Files} files: share a folder further down, or leave some out with --exclude");
        }

        _files.Add(new SourceFile(file.FullName, components)
        {
            Length = file.Length,
            IsExecutable = !OperatingSystem.IsWindows() && file.UnixFileMode.HasFlag(UnixFileMode.UserExecute),
            Modified = file.LastWriteTimeUtc,
        });
    }
}
