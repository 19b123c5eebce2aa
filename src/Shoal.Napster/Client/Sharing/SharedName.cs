using System.Text;

namespace Shoal.Napster.Client.Sharing;

/// <summary>Names by which others know folders and files: parts behind <c>\</c>, as the old clients told them, of which no server makes anything else.</summary>
internal static class SharedName
{
    private const string Nameless = "shared";

    /// <summary>The name of a shared folder: the last part of its path.</summary>
    public static byte[] OfShare(string path) => [(byte)'\\', .. Part(System.IO.Path.GetFileName(path) is { Length: > 0 } last ? last : Nameless)];

    /// <summary>The name of a folder in another. One that lies too deep is left out, so that whatever is in it still has a name.</summary>
    public static byte[] OfFolder(byte[] parent, string name)
    {
        var part = Part(name);
        return parent.Length + 1 + part.Length > Limits.FolderNameLength ? parent : [.. parent, (byte)'\\', .. part];
    }

    /// <summary>The name of a file in a folder.</summary>
    public static byte[] OfFile(ReadOnlySpan<byte> folder, string name) => [.. folder, (byte)'\\', .. Part(name)];

    /// <summary>The name that the second, third and so on of one name gets: <c>Music (2)</c>, <c>song (2).mp3</c>.</summary>
    public static byte[] Numbered(ReadOnlySpan<byte> name, int number, bool isFile)
    {
        var dot = isFile ? name.LastIndexOf((byte)'.') : -1;
        var end = dot > name.LastIndexOf((byte)'\\') + 1 ? dot : name.Length;
        return [.. name[..end], .. Encoding.ASCII.GetBytes($" ({number})"), .. name[end..]];
    }

    /// <summary>A quotation mark would end the name in a message; a backslash or a control character would be refused, or mean something else.</summary>
    private static byte[] Part(string name)
    {
        var extension = System.IO.Path.GetExtension(name);
        extension = Encoding.UTF8.GetByteCount(extension) > Limits.ExtensionLength ? "" : extension;
        var part = new byte[Limits.NamePartLength];
        var end = Encode(extension, part);
        var room = part.Length - end;
        var stem = new byte[room];
        var length = Encode(name.AsSpan(0, name.Length - extension.Length), stem);
        return [.. stem.AsSpan(0, length), .. part.AsSpan(0, end)];
    }

    private static int Encode(ReadOnlySpan<char> text, Span<byte> into)
    {
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var kept = rune.Value == '"' ? new Rune('\'') : Rune.IsControl(rune) || rune.Value == '\\' ? new Rune('_') : rune;
            if (!kept.TryEncodeToUtf8(into[length..], out var written))
            {
                break;
            }

            length += written;
        }

        return length;
    }
}
