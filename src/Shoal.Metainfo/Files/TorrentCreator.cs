using Shoal.Metainfo.Creating;

namespace Shoal.Metainfo.Files;

/// <summary>Makes torrents from files on a disk.</summary>
public static class TorrentCreator
{
    /// <summary>Reads each file once, hashes on all cores, and writes the .torrent into memory. Blocks.</summary>
    /// <param name="tree">What <see cref="SourceScan.Scan"/> found.</param>
    /// <param name="options">What goes into it besides.</param>
    /// <param name="progress">Called on this thread about ten times a second with the bytes hashed so far of <see cref="SourceTree.TotalLength"/>.</param>
    /// <param name="cancellation">Ends the work within about a mebibyte.</param>
    /// <exception cref="SourceException">A file cannot be read, changed while it was read, or the options fit no valid torrent.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static CreatedTorrent Create(SourceTree tree, CreateOptions options, Action<long>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ArgumentNullException.ThrowIfNull(options);
        var plan = TorrentPlan.Build(tree, options);
        var files = new FilesRead(plan.Layout, [.. plan.Files.Select(f => f.Source?.DiskPath)]);
        var hashes = new PieceHashes(
            plan.HasV1 ? new byte[plan.Layout.PieceCount * Sha1Hash.Length] : [],
            plan.HasV2 ? new byte[plan.Layout.PieceCount * Sha256Hash.Length] : []);
        HashPass.Run(
            new HashJob(plan.Layout, plan.HasV1, plan.HasV2), Environment.ProcessorCount, () => new FileFeed(files, stopsAtFault: true, hashes.Set), progress, cancellation);
        if (files.FirstFault is { } fault)
        {
            throw Explain(fault);
        }

        foreach (var file in tree.Files)
        {
            CheckUnchanged(file);
        }

        return TorrentAssembler.Assemble(plan, hashes, options);
    }

    internal static SourceException Explain(FileFault fault) => fault.Kind == FileFaultKind.Unreadable
        ? new SourceException($"'{fault.Path}' cannot be read ({fault.Cause?.Message.TrimEnd('.')}): make it readable or leave it out with --exclude", fault.Cause!)
        : Changed(fault.Path);

    // A torrent of a file that is still being written describes bytes that nobody will have.
    private static void CheckUnchanged(SourceFile file)
    {
        var now = new FileInfo(file.DiskPath);
        if (!now.Exists || now.Length != file.Length || now.LastWriteTimeUtc != file.Modified)
        {
            throw Changed(file.DiskPath);
        }
    }

    private static SourceException Changed(string path) => new($"'{path}' changed while it was being read: run it again when nothing writes to the file");
}
