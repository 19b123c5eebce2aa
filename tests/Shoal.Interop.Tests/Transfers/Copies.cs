namespace Shoal.Interop.Tests.Transfers;

/// <summary>Compares what arrived with what was sent, byte by byte.</summary>
internal static class Copies
{
    /// <summary>Both files, or both folders with all that is below them, are the same.</summary>
    public static void AreEqual(string expected, string actual)
    {
        if (File.Exists(expected))
        {
            Assert.True(File.Exists(actual), $"{actual} is not there");
            Assert.True(File.ReadAllBytes(expected).AsSpan().SequenceEqual(File.ReadAllBytes(actual)), $"{actual} differs from {expected}");
            return;
        }

        Assert.Equal(NamesBelow(expected), NamesBelow(actual));
        foreach (var name in NamesBelow(expected))
        {
            AreEqual(Path.Combine(expected, name), Path.Combine(actual, name));
        }
    }

    /// <summary>A file is there by now, whole.</summary>
    public static bool IsSame(string expected, string actual) => File.Exists(actual) && Read(actual).AsSpan().SequenceEqual(File.ReadAllBytes(expected));

    /// <summary>How many pieces of the original a file on disk holds by now, counted without any hash or record of ours.</summary>
    public static int RightPieces(string copy, ReadOnlySpan<byte> original, int pieceLength)
    {
        if (!File.Exists(copy))
        {
            return 0;
        }

        var right = 0;
        var bytes = Read(copy).AsSpan();
        for (var offset = 0; offset < original.Length; offset += pieceLength)
        {
            var piece = original.Slice(offset, Math.Min(pieceLength, original.Length - offset));
            right += bytes.Length >= offset + piece.Length && bytes.Slice(offset, piece.Length).SequenceEqual(piece) ? 1 : 0;
        }

        return right;
    }

    private static string[] NamesBelow(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)];

    // The file grows while it is read.
    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }
}
