using Shoal.Client.Metadata;
using Shoal.Client.Picking;
using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Storage;
using Shoal.Storage.Files;

namespace Shoal.Client.Pieces;

/// <summary>
/// On a worker: reads a torrent again that slept, remembers one that came by a link, opens and checks its files. One that is complete and that nobody
/// waits for is closed again at once, so that ten thousand can start.
/// </summary>
internal sealed class OpenStore(KnownTorrent known, MagnetLink? link, TorrentOptions options, string stateFolder)
{
    /// <summary>It has not been open in this run.</summary>
    public required bool IsFirst { get; init; }

    /// <summary>Nobody waits for it.</summary>
    public required bool MayRest { get; init; }

    /// <exception cref="TorrentException">The files cannot be used.</exception>
    public OpenedTorrent Run(int workers, CancellationToken cancellation)
    {
        var metainfo = known.Read();
        Invariant.Check(metainfo.HasV1 || metainfo.HasPieceLayers);
        var chosen = PrioritiesOf(metainfo);
        var asked = new StoreOptions
        {
            DownloadFolder = options.DownloadFolder,
            StateFolder = stateFolder,
            Overwrite = options.Overwrite && IsFirst,
            Trust = options.Trust,
            IsReadOnly = options.IsSeedOnly,
            Wanted = chosen?.Select(p => p != PiecePriority.Skip).ToArray(),
        };
        var file = known.File ?? Remember(metainfo);
        var error = FileStore.OpenChecked(metainfo, asked, workers, options.CheckProgress, out var store, out var loaded, cancellation);
        if (error is not null)
        {
            throw new TorrentException(error.Message);
        }

        var opened = new OpenedTorrent(metainfo, file, options.IsSeedOnly ? [.. metainfo.Files.Select(_ => PiecePriority.Skip)] : chosen, store, loaded!);
        return MayRest && IsComplete(opened) && store!.Save(RecordOf(loaded!)) is null ? Close(opened) : opened;
    }

    private static OpenedTorrent Close(OpenedTorrent opened)
    {
        opened.Store!.Dispose();
        return opened with { Store = null };
    }

    private static bool IsComplete(OpenedTorrent opened)
    {
        if (Bits.IsFull(opened.Loaded.Have, opened.Metainfo.Layout.PieceCount))
        {
            return true;
        }

        var priorities = PiecePriorities.Of(opened.Metainfo.Layout, opened.FilePriorities);
        return !priorities.Where((priority, piece) => priority != PiecePriority.Skip && !Bits.Get(opened.Loaded.Have, piece)).Any();
    }

    private static ResumeState RecordOf(LoadedState loaded) => new()
    {
        Have = loaded.Have,
        Partial = loaded.Partial,
        IsClean = true,
        Uploaded = loaded.Uploaded,
        Downloaded = loaded.Downloaded,
    };

    private string? Remember(TorrentMetainfo metainfo) =>
        link is not null && SavedTorrent.PathOf(stateFolder, link.InfoHashes) is var file && SavedTorrent.Write(file, metainfo) ? file : null;

    private IReadOnlyList<PiecePriority>? PrioritiesOf(TorrentMetainfo metainfo) =>
        options.Select is { } select ? select(metainfo)
        : options.FilePriorities is { } given ? given
        : link?.SelectedFiles is { } chosen ? [.. metainfo.Files.Select((_, i) => chosen.Contains(i) ? PiecePriority.Normal : PiecePriority.Skip)]
        : null;
}
