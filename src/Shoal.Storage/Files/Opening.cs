using Shoal.Metainfo;
using Shoal.Metainfo.Layout;
using Shoal.Runtime;
using Shoal.Storage.Files.Calls;
using Shoal.Storage.Resume;

namespace Shoal.Storage.Files;

/// <summary>Looks what is there and what is remembered of it.</summary>
internal sealed class Opening(TorrentMetainfo torrent, StoreOptions options, StoreParts parts)
{
    /// <summary>True when we began to write here once.</summary>
    public bool WasOwned { get; private set; }

    public StorageError? Run(out ResumeKeeper? keeper, out LoadedState? loaded)
    {
        keeper = null;
        loaded = null;
        if (parts.State.Lock() is { } locked)
        {
            return locked;
        }

        WasOwned = parts.State.IsOwned;
        var record = parts.State.ReadRecord(torrent);
        if (!Directory.Exists(parts.Folder) && (WasOwned || record is not null) && !options.Overwrite)
        {
            return Sentences.Missing(parts.Folder);
        }

        if ((LookAtAll() ?? LoadPart()) is { } error)
        {
            return error;
        }

        var boot = BootIdentity.Read();
        var isSameBoot = boot.Length > 0 && string.Equals(record?.BootId, boot, StringComparison.Ordinal);
        var decision = new ResumeDecision(torrent, record, parts.Data.Stamps, isSameBoot, parts.Pieces.IsInPart);
        if (decision.IsAllGone() && !options.Overwrite)
        {
            return Sentences.Missing(Path.Combine(parts.Folder, torrent.Files[FirstVouched(record!)].SafePath));
        }

        loaded = WithKeptBlocks(record is null && options.Trust ? Believe() : decision.Decide());
        keeper = new ResumeKeeper(torrent, parts, record, boot);
        return null;
    }

    private StorageError? LookAtAll()
    {
        for (var file = 0; file < torrent.Files.Count; file++)
        {
            if (!parts.Data.IsStored(file))
            {
                continue;
            }

            var fault = parts.Data.LookAt(file, out _);
            if (!fault.IsNone && fault.Kind is not (FaultKind.Missing or FaultKind.NotAFile))
            {
                return parts.Data.Error(fault, file);
            }
        }

        return null;
    }

    private StorageError? LoadPart()
    {
        var error = parts.Part.Load(out var wantedThen);
        return error is not null || wantedThen is null ? error : new Reselection(torrent, parts, wantedThen).Run();
    }

    private int FirstVouched(ResumeRecord record)
    {
        for (var file = 0; file < record.Files.Count; file++)
        {
            if (record.Files[file].Length > 0 && parts.Data.IsStored(file))
            {
                return file;
            }
        }

        return 0;
    }

    /// <summary>All pieces but those of files that have not their length.</summary>
    private LoadedState Believe()
    {
        var layout = torrent.Layout;
        var have = Bits.Full(layout.PieceCount);
        for (var file = 0; file < torrent.Files.Count; file++)
        {
            var isThere = layout.Files[file].IsPadding || parts.Data.Stamps[file].Length == torrent.Files[file].Length;
            var (first, end) = isThere ? default : layout.PiecesOf(file);
            for (var piece = first; piece < end; piece++)
            {
                Bits.Clear(have, piece);
            }
        }

        return new LoadedState { Have = have, ToCheck = [], Partial = [] };
    }

    // A record may name blocks of a slot that was given back since.
    private LoadedState WithKeptBlocks(LoadedState loaded)
    {
        var kept = loaded.Partial.Where(p => parts.Part.Has(p.Piece) && !Bits.Get(loaded.Have, p.Piece.Value)).ToArray();
        Invariant.Check(kept.Length <= loaded.Partial.Count);
        return kept.Length == loaded.Partial.Count ? loaded : new LoadedState
        {
            Have = loaded.Have,
            ToCheck = loaded.ToCheck,
            Partial = kept,
            Uploaded = loaded.Uploaded,
            Downloaded = loaded.Downloaded,
        };
    }
}
