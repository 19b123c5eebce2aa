using Shoal.Metainfo;
using Shoal.Storage.Resume;

namespace Shoal.Storage.Files;

/// <summary>Keeps the resume record true: it names only what is on the device, and it is called clean only while nothing is written.</summary>
internal sealed class ResumeKeeper(TorrentMetainfo torrent, StoreParts parts, ResumeRecord? last, string bootId)
{
    private readonly Lock _gate = new();
    private ResumeRecord? _last = last;

    // Read without the gate before every write; set under it.
    private volatile bool _isClean = last is { IsClean: true };

    /// <summary>Before anything is written: a crash from now on must be seen.</summary>
    public StorageError? MarkUnclean()
    {
        if (!_isClean)
        {
            return null;
        }

        lock (_gate)
        {
            if (!_isClean)
            {
                return null;
            }

            var record = _last! with { IsClean = false, BootId = bootId };
            var error = parts.State.WriteRecord(record);
            if (error is null)
            {
                _last = record;
                _isClean = false;
            }

            return error;
        }
    }

    public StorageError? Save(ResumeState state)
    {
        lock (_gate)
        {
            if ((parts.Data.Sync() ?? parts.Part.Save()) is { } error)
            {
                return error;
            }

            // An orderly record stays true until something is written, and then it is written again first.
            if (_isClean && IsSaid(state))
            {
                return null;
            }

            var have = state.Have.AsSpan(0, Bits.BytesFor(torrent.Layout.PieceCount)).ToArray();
            Bits.ClearSpare(have, torrent.Layout.PieceCount);
            var record = new ResumeRecord
            {
                InfoHash = torrent.InfoHashes.Primary,
                Folder = parts.Folder,
                Have = have,
                Partial = state.Partial,
                Files = [.. parts.Data.Stamps],
                IsClean = state.IsClean,
                BootId = bootId,
                Uploaded = state.Uploaded,
                Downloaded = state.Downloaded,
            };
            error = parts.State.WriteRecord(record);
            if (error is null)
            {
                _last = record;
                _isClean = state.IsClean;
            }

            return error;
        }
    }

    private bool IsSaid(ResumeState state) =>
        _last is { } last && last.Uploaded == state.Uploaded && last.Downloaded == state.Downloaded && last.Partial.Count == 0 && state.Partial.Count == 0
        && last.Have.Span.SequenceEqual(state.Have) && last.Files.SequenceEqual(parts.Data.Stamps);
}
