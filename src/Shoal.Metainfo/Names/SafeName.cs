using System.Text;

namespace Shoal.Metainfo.Names;

/// <summary>The form of one name that every file system holds. Two names may have one form: <see cref="SafePaths"/> tells them apart.</summary>
public static class SafeName
{
    private const char Substitute = '_';

    private static readonly HashSet<string> DosDevices = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
    };

    /// <summary>Maps what some file system forbids: controls, separators, device names, dots and spaces at the end, more than 255 bytes.</summary>
    /// <param name="name">Whatever somebody called it.</param>
    /// <param name="most">Bytes of UTF-8, where room is wanted for something behind it; 64 to 255.</param>
    public static string Of(string name, int most = Limits.NameLength)
    {
        ArgumentNullException.ThrowIfNull(name);
        // A name may be megabytes long; nothing behind the bytes that can be kept matters but the extension.
        var extension = ExtensionOf(name);
        var stem = name.AsSpan(0, name.Length - extension.Length);
        stem = stem[..Math.Min(stem.Length, Limits.NameLength)];
        return Finish(Substituted(stem), Substituted(extension), most);
    }

    /// <summary>The name with a number, for the second and further of several names that a file system takes for one.</summary>
    internal static string Twin(string safeStem, string extension, int number) => $"{safeStem}~{number}{extension}";

    /// <summary>Splits a safe name for <see cref="Twin"/>, the stem cut so that there is room for the number.</summary>
    internal static (string Stem, string Extension) Split(string safeName)
    {
        var extension = ExtensionOf(safeName);
        var stem = safeName[..^extension.Length];
        return (Cut(stem, Limits.NameLength - Limits.TwinSuffixLength - Encoding.UTF8.GetByteCount(extension)), extension);
    }

    private static string Substituted(ReadOnlySpan<char> text)
    {
        var safe = new StringBuilder(text.Length);
        Span<char> units = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            safe.Append(IsForbidden(rune) ? [Substitute] : units[..rune.EncodeToUtf16(units)]);
        }

        return safe.ToString();
    }

    private static string Finish(string stem, string extension, int most)
    {
        var name = Cut(stem, most - Encoding.UTF8.GetByteCount(extension)) + extension;
        if (name.Length == 0)
        {
            return Substitute.ToString();
        }

        if (name[^1] is '.' or ' ')
        {
            name = name[..^1] + Substitute;
        }

        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var device = (dot < 0 ? name : name[..dot]).TrimEnd(' ');
        return DosDevices.Contains(device) ? Substitute + name : name;
    }

    private static string ExtensionOf(string name)
    {
        var dot = name.LastIndexOf('.');
        return dot > 0 && dot < name.Length - 1 && name.Length - dot <= Limits.ExtensionLength
            && Encoding.UTF8.GetByteCount(name.AsSpan(dot)) <= Limits.ExtensionLength ? name[dot..] : "";
    }

    private static string Cut(string text, int bytes)
    {
        var length = 0;
        var used = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            used += rune.Utf8SequenceLength;
            if (used > bytes)
            {
                return text[..length];
            }

            length += rune.Utf16SequenceLength;
        }

        return text;
    }

    // U+FFFD stands for what was not UTF-8. Marks that turn the reading direction make "exe.txt" of "txt.exe" on a screen.
    private static bool IsForbidden(Rune rune) => rune.Value is < 0x20 or (>= 0x7f and <= 0x9f) or '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|'
        or 0xfffd or 0xfeff or 0x200e or 0x200f or (>= 0x2028 and <= 0x202e) or (>= 0x2066 and <= 0x2069) or 0xfffe or 0xffff;
}
