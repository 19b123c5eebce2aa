using System.Security.Cryptography;
using Shoal.Metainfo.Creating;

namespace Shoal.Metainfo.Files;

/// <summary>Plain SHA-256 of whole files, as sha256sum gives it.</summary>
public static class FileDigests
{
    private const int BufferLength = 1024 * 1024;

    /// <summary>Hashes files one after another. Blocks.</summary>
    /// <exception cref="SourceException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Sha256Hash[] Compute(IReadOnlyList<SourceFile> files, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(files);
        var digests = new Sha256Hash[files.Count];
        var buffer = GC.AllocateUninitializedArray<byte>(BufferLength, pinned: true);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var reader = new PositionedReader([.. files.Select(f => f.DiskPath)]);
        for (var i = 0; i < digests.Length; i++)
        {
            for (long offset = 0; offset < files[i].Length; offset += BufferLength)
            {
                cancellation.ThrowIfCancellationRequested();
                var part = buffer.AsSpan(0, (int)Math.Min(BufferLength, files[i].Length - offset));
                if (reader.Read(i, offset, part, out _) is { } fault)
                {
                    throw TorrentCreator.Explain(fault);
                }

                sha256.AppendData(part);
            }

            digests[i] = new Sha256Hash(sha256.GetHashAndReset());
        }

        return digests;
    }
}
