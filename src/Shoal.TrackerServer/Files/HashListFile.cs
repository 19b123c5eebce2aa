using System.Diagnostics.CodeAnalysis;
using Shoal.Metainfo;
using Shoal.TrackerServer.Access;

namespace Shoal.TrackerServer.Files;

/// <summary>A list of info-hashes that people edit too: one a line, what stands behind "#" and behind the hash is theirs and stays.</summary>
internal sealed class HashListFile(string path)
{
    /// <exception cref="AccessException">It cannot be read, or a line is no info-hash.</exception>
    public HashSet<Sha1Hash> Read()
    {
        var hashes = new HashSet<Sha1Hash>();
        var number = 0;
        foreach (var line in Lines())
        {
            number++;
            if (IsRemark(line))
            {
                continue;
            }

            hashes.Add(TryParse(line, out var hash)
                ? hash
                : throw new AccessException($"line {number} of '{path}' is no info-hash: 40 hexadecimal digits, or 64 for v2, and a remark begins with #"));
        }

        return hashes;
    }

    /// <summary>Adds lines at the end.</summary>
    /// <exception cref="AccessException">It cannot be written.</exception>
    public void Add(IEnumerable<Sha1Hash> hashes) => Try(() =>
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Seek(-Math.Min(1, file.Length), SeekOrigin.End);
        var isEnded = file.Length == 0 || file.ReadByte() == '\n';
        using var text = new StreamWriter(file);
        text.Write(isEnded ? "" : "\n");
        foreach (var hash in hashes)
        {
            text.Write($"{hash}\n");
        }

        text.Flush();
        file.Flush(flushToDisk: true);
    });

    /// <summary>Takes lines out; a crash leaves the file as it was or as it is to be.</summary>
    /// <exception cref="AccessException">It cannot be written.</exception>
    public void Remove(IReadOnlySet<Sha1Hash> hashes)
    {
        var kept = Lines().Where(line => IsRemark(line) || !TryParse(line, out var hash) || !hashes.Contains(hash)).ToArray();
        Try(() => WholeFile.Replace(path, OperatingSystem.IsWindows() ? WholeFile.OwnerOnly : File.GetUnixFileMode(path), file =>
        {
            using var text = new StreamWriter(file, leaveOpen: true);
            foreach (var line in kept)
            {
                text.Write(line + "\n");
            }
        }));
    }

    /// <summary>40 digits are v1 or a cut v2; 64 are v2, cut as announces have it (BEP 52).</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [MaybeNullWhen(false)] out Sha1Hash hash)
    {
        hash = default;
        var word = text.Trim();
        word = word.IndexOfAny(" \t#") is >= 0 and var end ? word[..end] : word;
        Span<byte> bytes = stackalloc byte[Sha256Hash.Length];
        if (word.Length is not (2 * Sha1Hash.Length) and not (2 * Sha256Hash.Length) || Convert.FromHexString(word, bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        hash = new Sha1Hash(bytes[..Sha1Hash.Length]);
        return true;
    }

    private static bool IsRemark(string line) => line.AsSpan().TrimStart() is [] or ['#', ..];

    private string[] Lines()
    {
        string[] lines = [];
        Try(() => lines = File.Exists(path) ? File.ReadAllLines(path) : throw new AccessException($"there is no list '{path}': make it, with an info-hash a line or empty"));
        return lines;
    }

    private void Try(Action act)
    {
        try
        {
            act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AccessException($"the list '{path}' cannot be used: {e.Message.TrimEnd('.')}", e);
        }
    }
}
