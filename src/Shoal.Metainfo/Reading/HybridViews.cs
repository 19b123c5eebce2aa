using Shoal.Metainfo.Names;

namespace Shoal.Metainfo.Reading;

/// <summary>BEP 52 "Upgrade Path": both halves of a hybrid must describe the same files in the same order at the same places.</summary>
internal static class HybridViews
{
    /// <summary>Compares, and gives the v1 entries their pieces roots. Pads may stand anywhere as long as each file begins where v2 puts it;
    /// behind the last file there may be one to the end of its piece or not, for creators differ in that.</summary>
    internal static string? Agree(List<FileEntry> v1, List<FileEntry> v2, int pieceLength)
    {
        long offset = 0;
        long aligned = 0;
        var at = 0;
        foreach (var entry in v1)
        {
            if (entry.IsPadding)
            {
                offset += entry.Length;
                continue;
            }

            if (at == v2.Count)
            {
                return $"its v1 half has the file '{PathRules.Show(entry.Name)}', which its v2 half has not";
            }

            var other = v2[at++];
            if (Differ(entry, other) is { } reason)
            {
                return reason;
            }

            if (entry.Length > 0 && offset != aligned)
            {
                return $"the file '{PathRules.Show(entry.Name)}' does not begin at the same piece in its v1 and v2 halves";
            }

            entry.PiecesRoot = other.PiecesRoot;
            offset += entry.Length;
            aligned = entry.Length > 0 ? (offset + pieceLength - 1) / pieceLength * pieceLength : aligned;
        }

        if (at < v2.Count)
        {
            return $"its v2 half has the file '{PathRules.Show(v2[at].Name)}', which its v1 half has not";
        }

        return offset > aligned ? "its v1 half has more padding than its last piece holds" : null;
    }

    private static string? Differ(FileEntry v1, FileEntry v2)
    {
        if (v1.Folder != v2.Folder || !v1.Name.AsBytes.SequenceEqual(v2.Name.AsBytes))
        {
            return $"its v1 half has the file '{PathRules.Show(v1.Name)}' where its v2 half has '{PathRules.Show(v2.Name)}'";
        }

        if (v1.Length != v2.Length)
        {
            return $"the file '{PathRules.Show(v1.Name)}' has {v1.Length} bytes in its v1 half and {v2.Length} in its v2 half";
        }

        return v1.IsSymlink != v2.IsSymlink ? $"'{PathRules.Show(v1.Name)}' is a symbolic link in only one of its v1 and v2 halves" : null;
    }
}
