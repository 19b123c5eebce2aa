using Shoal.Metainfo.Layout;

namespace Shoal.Metainfo.Creating;

/// <summary>A torrent before hashing: the order of its files, its pads, its pieces.</summary>
internal sealed class TorrentPlan
{
    private TorrentPlan(SourceTree tree, TorrentFormat format, int pieceLength, PlannedFile[] files)
    {
        Tree = tree;
        Format = format;
        Files = files;
        Layout = new FileLayout(pieceLength, Lengths(files), alignToPieces: format == TorrentFormat.V2);
    }

    public SourceTree Tree { get; }

    public TorrentFormat Format { get; }

    /// <summary>Pads included; indexes agree with the layout's.</summary>
    public IReadOnlyList<PlannedFile> Files { get; }

    public FileLayout Layout { get; }

    public bool HasV1 => Format != TorrentFormat.V2;

    public bool HasV2 => Format != TorrentFormat.V1;

    /// <summary>Lays the files out.</summary>
    /// <exception cref="SourceException">They make no valid torrent.</exception>
    public static TorrentPlan Build(SourceTree tree, CreateOptions options)
    {
        var total = tree.TotalLength;
        if (total == 0)
        {
            throw new SourceException($"'{tree.Name}' holds no data, and a torrent needs at least one byte: name a file or folder that is not empty");
        }

        var pieceLength = options.PieceLength ?? PieceLengths.For(total);
        if (!PieceLengths.IsAllowed(pieceLength))
        {
            throw new SourceException($"a piece cannot be {pieceLength} bytes long: give a power of two from 16 KiB to 128 MiB");
        }

        // BEP 52 tells a lone file from a folder by the file tree only: it would be unpacked one level too high.
        if (options.Format == TorrentFormat.V2 && !tree.IsSingleFile && tree.Files is [{ Components: [var only] }] && string.Equals(only, tree.Name, StringComparison.Ordinal))
        {
            throw new SourceException($"a v2 torrent cannot tell the folder '{tree.Name}' from its only file of the same name: share the file itself, or use --format hybrid");
        }

        var order = tree.Files.ToArray();
        Array.Sort(order, new FileOrder(options.Format));
        var pieces = options.Format == TorrentFormat.V1
            ? (total + pieceLength - 1) / pieceLength
            : order.Sum(f => (f.Length + pieceLength - 1) / pieceLength);
        if (pieces > Limits.Pieces)
        {
            throw new SourceException($"'{tree.Name}' would have {pieces} pieces of {pieceLength} bytes, and other programs take at most {Limits.Pieces}: give a longer --piece-length");
        }

        return new TorrentPlan(tree, options.Format, pieceLength, [.. WithPads(order, options.Format, pieceLength)]);
    }

    private static IEnumerable<(long Length, bool IsPadding)> Lengths(PlannedFile[] files)
    {
        foreach (var file in files)
        {
            yield return (file.Length, file.Source is null);
        }
    }

    // BEP 52 "Upgrade Path": v1 files of a hybrid begin at pieces, by BEP 47 pads. As libtorrent does, the last file is
    // padded too, and a lone file is not.
    private static IEnumerable<PlannedFile> WithPads(SourceFile[] order, TorrentFormat format, int pieceLength)
    {
        foreach (var file in order)
        {
            yield return new PlannedFile(file, file.Length);
            var tail = file.Length % pieceLength;
            if (format == TorrentFormat.Hybrid && order.Length > 1 && tail != 0)
            {
                yield return new PlannedFile(null, pieceLength - tail);
            }
        }
    }
}
