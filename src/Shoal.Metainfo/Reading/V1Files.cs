using Shoal.Bencoding;
using Shoal.Metainfo.Names;

namespace Shoal.Metainfo.Reading;

/// <summary>The files of a v1 or hybrid info dictionary: "length" or "files" (BEP 3).</summary>
internal static class V1Files
{
    internal static string? Read(BencodeValue info, BencodeValue name, SafePaths paths, FileCounter counter, List<FileEntry> into)
    {
        var files = info["files"u8];
        if (!files.Exists)
        {
            return FileEntry.Read(info, SafePaths.Root, name, out var single) ?? Add(single!, counter, into);
        }

        if (files.Kind != BencodeKind.List)
        {
            return "its list of files is not a list";
        }

        foreach (var fields in files.Items)
        {
            var reason = ReadOne(fields, paths, out var entry) ?? Add(entry!, counter, into);
            if (reason is not null)
            {
                return reason;
            }
        }

        return null;
    }

    private static string? ReadOne(BencodeValue fields, SafePaths paths, out FileEntry? entry)
    {
        entry = null;
        if (fields.Kind != BencodeKind.Dictionary)
        {
            return "a file is not described by a dictionary";
        }

        if (fields["attr"u8].AsBytes.Contains((byte)'p'))
        {
            return FileEntry.Read(fields, SafePaths.Root, default, out entry);
        }

        var path = fields["path.utf-8"u8].Kind == BencodeKind.List ? fields["path.utf-8"u8] : fields["path"u8];
        return SplitPath(path, paths, out var folder, out var name) ?? FileEntry.Read(fields, folder, name, out entry);
    }

    private static string? SplitPath(BencodeValue path, SafePaths paths, out int folder, out BencodeValue name)
    {
        folder = SafePaths.Root;
        name = default;
        var depth = 0;
        foreach (var component in path.Items)
        {
            if (PathRules.Refuse(component) is { } reason)
            {
                return reason;
            }

            if (++depth > Limits.PathDepth)
            {
                return "a file lies more than 100 folders deep";
            }

            folder = name.Exists ? paths.FolderIn(folder, PathRules.TextOf(name)) : folder;
            name = component;
        }

        return name.Exists ? null : "a file has no path";
    }

    private static string? Add(FileEntry entry, FileCounter counter, List<FileEntry> into)
    {
        into.Add(entry);
        return counter.Add(entry, alignToPieces: false);
    }
}
