namespace Shoal.Metainfo.Files;

/// <summary>Compares files on a disk with a torrent.</summary>
public static class TorrentVerifier
{
    /// <summary>Reads everything once, on all cores, and writes nothing. Blocks.</summary>
    /// <param name="torrent">With its piece layers, where it is v2.</param>
    /// <param name="folder">What <see cref="TorrentFile.SafePath"/> is below.</param>
    /// <param name="progress">Called on this thread about ten times a second with the bytes checked so far of the layout's data.</param>
    /// <param name="cancellation">Ends the work within about a mebibyte.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static VerifyReport Verify(TorrentMetainfo torrent, string folder, Action<long>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        var paths = new string?[torrent.Files.Count];
        for (var i = 0; i < paths.Length; i++)
        {
            paths[i] = torrent.Files[i].IsPadding ? null : Path.Combine(folder, torrent.Files[i].SafePath);
        }

        var read = new FilesRead(torrent.Layout, paths);
        var good = new bool[torrent.Layout.PieceCount];
        var contradictions = 0;
        void Judge(PieceIndex piece, ReadOnlySpan<byte> v1, ReadOnlySpan<byte> v2)
        {
            var verdict = torrent.VerdictOn(piece, v1, v2);
            good[piece.Value] = verdict == PieceVerdict.Good;
            if (verdict == PieceVerdict.Contradiction)
            {
                Interlocked.Increment(ref contradictions);
            }
        }

        var job = new HashJob(torrent.Layout, !torrent.V1Pieces.IsEmpty, !torrent.V2Pieces.IsEmpty);
        HashPass.Run(job, Environment.ProcessorCount, () => new FileFeed(read, stopsAtFault: false, Judge), progress, cancellation);
        var files = new List<VerifiedFile>(paths.Length);
        for (var i = 0; i < paths.Length; i++)
        {
            if (paths[i] is { } path)
            {
                files.Add(JudgeFile(torrent, i, path, read.Faults[i], good));
            }
        }

        return new VerifyReport(good, contradictions, files);
    }

    private static VerifiedFile JudgeFile(TorrentMetainfo torrent, int index, string path, FileFault? fault, bool[] good)
    {
        var file = torrent.Files[index];
        var (first, end) = torrent.Layout.PiecesOf(index);
        var goodPieces = good.AsSpan(first, end - first).Count(true);
        VerifiedFile As(FileCondition condition, string? reason = null) => new(file, condition, goodPieces, end - first, reason);

        var disk = new FileInfo(path);
        if (file.SymlinkTarget is not null)
        {
            return As(disk.LinkTarget is not null || disk.Exists ? FileCondition.Complete : FileCondition.Missing);
        }

        // FileInfo tells the length of a link, not of what it leads to.
        disk = disk.LinkTarget is null ? disk : disk.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? disk;
        if (!disk.Exists)
        {
            return Directory.Exists(path) ? As(FileCondition.Damaged, "a folder is in its place") : As(FileCondition.Missing);
        }

        if (fault?.Kind == FileFaultKind.Unreadable)
        {
            return As(FileCondition.Unreadable, fault.Cause?.Message);
        }

        if (disk.Length != file.Length)
        {
            return As(FileCondition.Damaged, disk.Length < file.Length ? "too short" : "too long");
        }

        return As(goodPieces == end - first ? FileCondition.Complete : FileCondition.Damaged);
    }
}
