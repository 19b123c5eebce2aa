using Shoal.Metainfo;
using Shoal.Metainfo.Layout;

namespace Shoal.Storage.Resume;

/// <summary>
/// Decides from a record and the files as they are now which pieces need no check, and which must be checked.
/// <code>
///   record    machine      a file is as remembered when        pieces not in the record
///   clean     any          length and time are equal           are not there
///   unclean   same run     not shorter, not older              are checked where there is data
///   unclean   another run  not shorter                         the same; unverified blocks are forgotten
///   none      any          never                               the same
/// </code>
/// A piece of the record is had when all its files are as remembered; else it is checked.
/// </summary>
internal sealed class ResumeDecision(TorrentMetainfo torrent, ResumeRecord? record, IReadOnlyList<FileStamp> now, bool isSameBoot, Func<PieceIndex, int, bool> isInPart)
{
    private readonly FileLayout _layout = torrent.Layout;

    /// <summary>True when the record vouches for pieces and not one byte of their files is there: a disk that is not mounted looks like that.</summary>
    public bool IsAllGone()
    {
        var vouched = false;
        for (var file = 0; record is not null && file < now.Count; file++)
        {
            if (record.Files[file].Length > 0 && _layout.Files[file] is { IsPadding: false, Length: > 0 } && HasAny(file))
            {
                vouched = true;
                if (now[file] != FileStamp.Missing)
                {
                    return false;
                }
            }
        }

        return vouched;
    }

    public LoadedState Decide()
    {
        var have = new byte[Bits.BytesFor(_layout.PieceCount)];
        var toCheck = new List<PieceRange>();
        var asRemembered = new bool[now.Count];
        for (var file = 0; file < asRemembered.Length; file++)
        {
            asRemembered[file] = IsAsRemembered(file);
        }

        for (var piece = 0; piece < _layout.PieceCount; piece++)
        {
            Judge(new PieceIndex(piece), asRemembered, out var isHad, out var isToCheck);
            if (isHad)
            {
                Bits.Set(have, piece);
            }
            else if (isToCheck && toCheck.Count > 0 && toCheck[^1] is var last && last.First + last.Count == piece)
            {
                toCheck[^1] = last with { Count = last.Count + 1 };
            }
            else if (isToCheck)
            {
                toCheck.Add(new PieceRange(piece, 1));
            }
        }

        return new LoadedState
        {
            Have = have,
            ToCheck = toCheck,
            Partial = record is null || (!record.IsClean && !isSameBoot) ? [] : record.Partial,
            Uploaded = record?.Uploaded ?? 0,
            Downloaded = record?.Downloaded ?? 0,
        };
    }

    private void Judge(PieceIndex piece, bool[] asRemembered, out bool isHad, out bool isToCheck)
    {
        isHad = record is not null && Bits.Get(record.Have.Span, piece.Value);
        isToCheck = record is not { IsClean: true };
        var hasData = false;
        var offset = _layout.OffsetOf(piece);
        var end = offset + _layout.LengthOf(piece);
        for (var file = _layout.FileAt(offset); file < now.Count && _layout.Files[file].Offset < end; file++)
        {
            var extent = _layout.Files[file];
            if (extent.IsPadding || extent.Length == 0 || extent.Offset + extent.Length <= offset)
            {
                continue;
            }

            if (isInPart(piece, file))
            {
                hasData = true;
                continue;
            }

            // Whatever a record says, bytes behind the end of a file are not there.
            var needed = Math.Min(extent.Length, end - extent.Offset);
            hasData |= now[file].Length > 0;
            isHad &= asRemembered[file] && now[file].Length >= needed;
            isToCheck |= !asRemembered[file];
        }

        isToCheck &= hasData && !isHad;
    }

    private bool IsAsRemembered(int file)
    {
        if (record is null)
        {
            return false;
        }

        var then = record.Files[file];
        return record.IsClean ? now[file] == then
            : now[file].Length >= then.Length && (!isSameBoot || now[file].ModifiedNanoseconds >= then.ModifiedNanoseconds);
    }

    private bool HasAny(int file)
    {
        var (first, end) = _layout.PiecesOf(file);
        for (var piece = first; piece < end; piece++)
        {
            if (Bits.Get(record!.Have.Span, piece))
            {
                return true;
            }
        }

        return false;
    }
}
