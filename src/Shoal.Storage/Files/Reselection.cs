using Shoal.Metainfo;
using Shoal.Metainfo.Layout;
using Shoal.Storage.Files.Calls;

namespace Shoal.Storage.Files;

/// <summary>
/// Moves bytes between the part file and the files when other files are wanted than when the part file was written, so that afterwards
/// the place of every byte follows from what is wanted now. Few bytes: those of pieces that have a slot.
/// </summary>
internal sealed class Reselection(TorrentMetainfo torrent, StoreParts parts, byte[] wantedThen)
{
    public StorageError? Run()
    {
        if (!Enumerable.Range(0, parts.Wanted.Count).Any(file => HasChanged(file)))
        {
            return null;
        }

        var scratch = parts.Scratches.Rent();
        StorageError? error = null;
        foreach (var piece in parts.Part.Pieces())
        {
            parts.Pieces.Split(piece, 0, torrent.Layout.DataLengthOf(piece), scratch.Segments);
            var begin = 0;
            foreach (var segment in scratch.Segments)
            {
                error ??= segment.IsPadding || !HasChanged(segment.FileIndex) ? null : Move(piece, begin, segment, scratch);
                begin += segment.Length;
            }
        }

        parts.Scratches.Return(scratch);

        // The sync also looks at the files anew: the decision about them comes next.
        return error ?? parts.Data.Sync() ?? parts.Part.SaveWanted();
    }

    private bool HasChanged(int file) => parts.Wanted[file] != Bits.Get(wantedThen, file);

    private unsafe StorageError? Move(PieceIndex piece, int begin, FileSegment segment, Scratch scratch)
    {
        if (parts.Wanted[segment.FileIndex])
        {
            // A slot whose last bytes were never written holds no verified piece: there is nothing to move.
            var copied = parts.Pieces.Copy(piece, begin, segment, scratch.Buffer);
            return copied is { Kind: StorageErrorKind.Shrunk } ? null : copied;
        }

        for (var done = 0; done < segment.Length; done += Limits.PartReadLength)
        {
            var length = Math.Min(segment.Length - done, Limits.PartReadLength);
            Span<IoVector> vector = [new IoVector(scratch.Buffer, length)];
            var from = segment with { FileOffset = segment.FileOffset + done, Length = length };
            if (parts.Data.Read(from, vector) is { } unread)
            {
                return unread.Kind is StorageErrorKind.Missing or StorageErrorKind.Shrunk ? null : unread;
            }

            vector[0] = new IoVector(scratch.Buffer, length);
            if (parts.Part.Write(piece, begin + done, vector) is { } error)
            {
                return error;
            }
        }

        return null;
    }
}
