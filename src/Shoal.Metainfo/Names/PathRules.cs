using Shoal.Bencoding;

namespace Shoal.Metainfo.Names;

/// <summary>What a name in a torrent must not be: not merely awkward, but made to leave the download folder.</summary>
internal static class PathRules
{
    /// <summary>The reason to refuse the component, or null.</summary>
    internal static string? Refuse(BencodeValue component)
    {
        if (!component.TryGetBytes(out var bytes))
        {
            return "a part of a file's path is not a string";
        }

        if (bytes.IsEmpty)
        {
            return "a part of a file's path is empty";
        }

        if (bytes.Contains((byte)0))
        {
            return $"the name '{Show(component)}' contains a NUL";
        }

        if (bytes[0] == (byte)'/')
        {
            return $"the name '{Show(component)}' is an absolute path";
        }

        return Climbs(bytes) ? $"the name '{Show(component)}' leads out of the download folder" : null;
    }

    /// <summary>The text of a name; what is not UTF-8, overlong forms included, becomes U+FFFD (BEP 52 "file tree").</summary>
    internal static string TextOf(BencodeValue component) => component.TryGetText(out var text) ? text : "";

    /// <summary>A name as part of a sentence for people: short, and nothing in it moves the cursor.</summary>
    internal static string Show(BencodeValue component) =>
        string.Concat(TextOf(component).Take(60).Select(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u202e' or '\ufffd' ? '?' : c));

    // Both separators count: what is one name here is a path on Windows.
    private static bool Climbs(ReadOnlySpan<byte> name)
    {
        foreach (var range in name.SplitAny((byte)'/', (byte)'\\'))
        {
            if (name[range].SequenceEqual(".."u8))
            {
                return true;
            }
        }

        return name.SequenceEqual("."u8);
    }
}
