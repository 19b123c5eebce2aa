using Shoal.Napster.Protocol;

namespace Shoal.Napster.Server.Sharing;

/// <summary>The words by which a file is found: the last parts of its path.</summary>
internal static class IndexedText
{
    /// <summary>The text of a path, whichever way its folders are parted.</summary>
    public static string Of(ReadOnlySpan<byte> path, Dialect dialect)
    {
        var start = path.Length;
        var depth = 0;
        for (; start > 0 && depth < dialect.IndexedDepth; start--)
        {
            if (path[start - 1] is (byte)'\\' or (byte)'/' && ++depth == dialect.IndexedDepth)
            {
                break;
            }
        }

        if (depth == 0 && !dialect.IndexesBarePaths)
        {
            return "";
        }

        var part = path[start..];
        var dot = part.LastIndexOf((byte)'.');
        var name = part.LastIndexOfAny((byte)'\\', (byte)'/') + 1;
        return LegacyText.Decode(dialect.IndexesSuffixes || dot <= name ? part : part[..dot]);
    }
}
