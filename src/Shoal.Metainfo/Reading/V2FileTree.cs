using Shoal.Bencoding;
using Shoal.Metainfo.Names;

namespace Shoal.Metainfo.Reading;

/// <summary>The "file tree" of BEP 52, walked in the order of its bytes without recursion.</summary>
internal static class V2FileTree
{
    /// <summary>True where the tree is one file and no folder; its name is then the key.</summary>
    internal static bool IsSingleFile(BencodeValue tree, out BencodeValue name)
    {
        name = default;
        var entries = tree.Entries;
        if (!entries.MoveNext())
        {
            return false;
        }

        name = entries.Current.Key;
        return IsFile(entries.Current.Value) && !entries.MoveNext();
    }

    internal static string? Read(BencodeValue tree, SafePaths paths, FileCounter counter, List<FileEntry> into)
    {
        if (tree.Kind != BencodeKind.Dictionary)
        {
            return "it has no file tree";
        }

        var open = new Stack<(int Folder, BencodeEntries Entries)>();
        open.Push((SafePaths.Root, tree.Entries));
        while (open.TryPop(out var level))
        {
            var (folder, rest) = level;
            if (!rest.MoveNext())
            {
                continue;
            }

            open.Push((folder, rest));
            var (name, value) = rest.Current;
            var reason = RefuseEntry(name, value, open.Count);
            if (reason is null && !IsFile(value))
            {
                open.Push((paths.FolderIn(folder, PathRules.TextOf(name)), value.Entries));
            }
            else
            {
                reason ??= ReadFile(value, folder, name, counter, into);
            }

            if (reason is not null)
            {
                return reason;
            }
        }

        return null;
    }

    private static bool IsFile(BencodeValue value) => value[""u8].Exists;

    private static string? RefuseEntry(BencodeValue name, BencodeValue value, int depth)
    {
        if (PathRules.Refuse(name) is { } reason)
        {
            return reason;
        }

        if (depth > Limits.PathDepth)
        {
            return "a file lies more than 100 folders deep";
        }

        if (value.Kind != BencodeKind.Dictionary)
        {
            return $"'{PathRules.Show(name)}' in its file tree is neither a file nor a folder";
        }

        // A dictionary with the empty key is a file, which must not have sibling entries (BEP 52 "length").
        var entries = value.Entries;
        return IsFile(value) && entries.MoveNext() && entries.MoveNext() ? $"'{PathRules.Show(name)}' in its file tree is both a file and a folder" : null;
    }

    private static string? ReadFile(BencodeValue value, int folder, BencodeValue name, FileCounter counter, List<FileEntry> into)
    {
        var fields = value[""u8];
        if (fields.Kind != BencodeKind.Dictionary)
        {
            return $"'{PathRules.Show(name)}' in its file tree is neither a file nor a folder";
        }

        if (FileEntry.Read(fields, folder, name, out var entry) is { } reason)
        {
            return reason;
        }

        if (entry!.IsPadding)
        {
            return "its file tree has a pad file";
        }

        // Early libtorrent wrote a root of zeros for empty files: it says nothing, so it is let be.
        var root = fields["pieces root"u8].AsBytes;
        if (entry.Length > 0 && root.Length != Sha256Hash.Length)
        {
            return $"the file '{PathRules.Show(name)}' has no pieces root of 32 bytes";
        }

        entry.PiecesRoot = entry.Length > 0 ? new Sha256Hash(root) : null;
        into.Add(entry);
        return counter.Add(entry, alignToPieces: true);
    }
}
