using Shoal.Bencoding;
using Shoal.Metainfo.Names;

namespace Shoal.Metainfo.Reading;

/// <summary>Makes the files that others see of the entries that were read.</summary>
internal static class FileBuilder
{
    internal static IReadOnlyList<TorrentFile> Build(List<FileEntry> entries, SafePaths paths, out string? reason)
    {
        reason = null;
        var claimed = new string[entries.Count];
        long memory = 0;
        for (var i = 0; i < claimed.Length; i++)
        {
            var entry = entries[i];
            claimed[i] = entry.IsPadding ? "" : paths.FileIn(entry.Folder, PathRules.TextOf(entry.Name));
            memory += claimed[i].Length * sizeof(char) + paths.DepthOf(entry.Folder) * IntPtr.Size;
            if (memory > Limits.PathMemory)
            {
                reason = "the paths of its files take more than 256 MiB";
                return [];
            }
        }

        // Links last: they may point to any file, also to one behind them.
        var files = new TorrentFile[entries.Count];
        for (var i = 0; i < files.Length && reason is null; i++)
        {
            var entry = entries[i];
            string? target = null;
            reason = entry.IsSymlink ? Target(entry, paths, out target) : null;
            var sha1 = entry.Fields["sha1"u8].AsBytes;
            files[i] = new TorrentFile
            {
                Path = entry.IsPadding ? [] : paths.ComponentsOf(entry.Folder, PathRules.TextOf(entry.Name)),
                SafePath = claimed[i],
                Length = entry.Length,
                IsPadding = entry.IsPadding,
                IsExecutable = entry.IsExecutable,
                IsHidden = entry.IsHidden,
                SymlinkTarget = target,
                PiecesRoot = entry.PiecesRoot,
                Sha1 = sha1.Length == Sha1Hash.Length ? new Sha1Hash(sha1) : null,
            };
        }

        return files;
    }

    private static string? Target(FileEntry entry, SafePaths paths, out string? target)
    {
        target = null;
        var components = new List<string>();
        foreach (var component in entry.Fields["symlink path"u8].Items)
        {
            if (PathRules.Refuse(component) is not null || components.Count == Limits.PathDepth)
            {
                return $"the symbolic link '{PathRules.Show(entry.Name)}' leads out of the download folder";
            }

            components.Add(PathRules.TextOf(component));
        }

        target = paths.Resolve(components);
        return components.Count > 0 ? null : $"the symbolic link '{PathRules.Show(entry.Name)}' has no target";
    }
}
