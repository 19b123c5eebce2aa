using Shoal.Bencoding;

namespace Shoal.Metainfo.Reading;

/// <summary>One file as the info dictionary describes it, its path already split into a folder and a name.</summary>
internal sealed class FileEntry
{
    private FileEntry(BencodeValue fields, int folder, BencodeValue name, long length, ReadOnlySpan<byte> attributes)
    {
        Fields = fields;
        Folder = folder;
        Name = name;
        Length = length;
        IsPadding = attributes.Contains((byte)'p');
        IsExecutable = attributes.Contains((byte)'x');
        IsHidden = attributes.Contains((byte)'h');
        IsSymlink = attributes.Contains((byte)'l') && !IsPadding;
    }

    /// <summary>The dictionary with length, attr, sha1, symlink path, pieces root.</summary>
    internal BencodeValue Fields { get; }

    /// <summary>As <see cref="Names.SafePaths"/> numbers it.</summary>
    internal int Folder { get; }

    /// <summary>The last component; does not exist for pad files, whose path means nothing.</summary>
    internal BencodeValue Name { get; }

    internal long Length { get; }

    /// <summary>Only the attribute makes a pad file (BEP 47). Older creators marked pads by name alone (".pad/", "_____padding_file"),
    /// but other programs store such files, and their bytes need not be zeros.</summary>
    internal bool IsPadding { get; }

    internal bool IsExecutable { get; }

    internal bool IsHidden { get; }

    internal bool IsSymlink { get; }

    /// <summary>BEP 52 "pieces root"; null for v1 and for empty files.</summary>
    internal Sha256Hash? PiecesRoot { get; set; }

    /// <summary>Reads length and attributes; gives the reason when they cannot be true.</summary>
    internal static string? Read(BencodeValue fields, int folder, BencodeValue name, out FileEntry? entry)
    {
        entry = null;
        var attributes = fields["attr"u8].AsBytes;
        var lengthField = fields["length"u8];
        if (!lengthField.TryGetInteger(out var length) && (lengthField.Exists || !attributes.Contains((byte)'l')))
        {
            return "a file has no length";
        }

        if (length < 0)
        {
            return "a file has a negative length";
        }

        entry = new FileEntry(fields, folder, name, length, attributes);
        return entry.IsSymlink && length != 0 ? "a symbolic link has a length" : null;
    }
}
