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

        loaded = decision.Decide();
        loaded = record is null && options.Trust ? Believe(loaded) : loaded;
        loaded = WithKeptBlocks(loaded);
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

    private LoadedState Believe(LoadedState loaded)
    {
        var layout = torrent.Layout;
        for (var piece = 0; piece < layout.PieceCount; piece++)
        {
            var segments = new List<FileSegment>();
            parts.Pieces.Split(new PieceIndex(piece), 0, layout.DataLengthOf(new PieceIndex(piece)), segments);
            if (segments.TrueForAll(s => s.IsPadding || parts.Data.Stamps[s.FileIndex].Length == torrent.Files[s.FileIndex].Length))
            {
                Bits.Set(loaded.Have, piece);
            }
        }

        return new LoadedState { Have = loaded.Have, ToCheck = [], Partial = [] };
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
