using System.Security.Cryptography;
using Shoal.Metainfo.Hashing;
using Shoal.Metainfo.Layout;
using Shoal.Metainfo.Merkle;

namespace Shoal.Metainfo.Files;

/// <summary>One thread's part of a <see cref="HashPass"/>.</summary>
internal sealed class HashWorker : IDisposable
{
    private readonly byte[] _buffer;
    private readonly HashPassState _state;
    private readonly FileLayout _layout;
    private readonly bool _v1;
    private readonly bool _v2;
    private readonly PositionedReader _reader;
    private readonly IncrementalHash _sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
    private readonly MerkleHasher _merkle = new();
    private readonly byte[] _leaves;
    private int _leafCount;

    public HashWorker(HashPassState state)
    {
        _state = state;
        _layout = state.Job.Layout;
        _v1 = state.Job.V1;
        _v2 = state.Job.V2;
        _buffer = GC.AllocateUninitializedArray<byte>(state.ChunkLength, pinned: true);
        _reader = new PositionedReader(state.Job.DiskPaths);
        _leaves = _v2 ? new byte[Math.Max(1, _layout.PieceLength / MerkleTree.LeafLength) * Sha256Hash.Length] : [];
    }

    public void Run()
    {
        for (var unit = _state.TakeUnit(); unit >= 0; unit = _state.TakeUnit())
        {
            var first = unit * _state.PiecesPerUnit;
            var last = Math.Min(first + _state.PiecesPerUnit, _layout.PieceCount) - 1;
            HashPieces(_layout.OffsetOf(new PieceIndex(first)), End(last));
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _sha1.Dispose();
        _merkle.Dispose();
    }

    private long End(int piece) => _layout.OffsetOf(new PieceIndex(piece)) + _layout.LengthOf(new PieceIndex(piece));

    // Pieces up to the buffer's length are read several at a time; longer ones in parts, their digests kept open between.
    private void HashPieces(long start, long end)
    {
        for (var chunk = start; chunk < end; chunk += _buffer.Length)
        {
            var length = (int)Math.Min(_buffer.Length, end - chunk);
            var read = Fill(chunk, length);
            var lanesEnd = chunk + HashLanes(chunk, length);
            for (var offset = chunk; offset < chunk + length;)
            {
                var piece = (int)(offset / _layout.PieceLength);
                var pieceEnd = End(piece);
                var partEnd = Math.Min(pieceEnd, chunk + length);
                var v1 = _v1 && offset >= lanesEnd;
                HashPart(piece, offset, _buffer.AsSpan((int)(offset - chunk), (int)(partEnd - offset)), v1);
                if (partEnd == pieceEnd)
                {
                    Finish(piece, v1);
                }

                offset = partEnd < pieceEnd ? partEnd : _layout.OffsetOf(new PieceIndex(piece + 1));
            }

            _state.AddProgress(read);
        }
    }

    /// <summary>Hashes runs of sixteen whole pieces at the start of the buffer together; pieces that could not be read get a digest nobody looks at.</summary>
    /// <returns>How many bytes are hashed so.</returns>
    private int HashLanes(long chunk, int length)
    {
        var together = Lanes.Count * _layout.PieceLength;
        var done = 0;
        while (_state.UsesLanes && length - done >= together)
        {
            var digests = _state.Hashes.V1.AsSpan((int)((chunk + done) / _layout.PieceLength) * Sha1Hash.Length, Lanes.Count * Sha1Hash.Length);
            Sha1Lanes.Hash(_buffer.AsSpan(done, together), _layout.PieceLength, digests);
            done += together;
        }

        return done;
    }

    private void HashPart(int piece, long offset, ReadOnlySpan<byte> part, bool v1)
    {
        if (_state.Unread[piece])
        {
            return;
        }

        if (v1)
        {
            _sha1.AppendData(part);
        }

        if (_v2)
        {
            var dataEnd = _layout.OffsetOf(new PieceIndex(piece)) + _layout.DataLengthOf(new PieceIndex(piece));
            var data = (int)Math.Clamp(dataEnd - offset, 0, part.Length);
            _leafCount += _merkle.HashLeaves(part[..data], _leaves.AsSpan(_leafCount * Sha256Hash.Length));
        }
    }

    private void Finish(int piece, bool v1)
    {
        if (v1)
        {
            // Also where the piece could not be read: that leaves the digest empty for the next.
            _sha1.GetHashAndReset(_state.Hashes.V1.AsSpan(piece * Sha1Hash.Length, Sha1Hash.Length));
        }

        if (_leafCount > 0)
        {
            var file = _layout.Files[_layout.FileAt(_layout.OffsetOf(new PieceIndex(piece)))];
            var layer = file.Length > _layout.PieceLength
                ? MerkleTree.PieceLayer(_layout.PieceLength)
                : MerkleTree.RootLayer(MerkleTree.LeavesOf(file.Length));
            _merkle.Raise(_leaves, _leafCount, layer: 0, layer);
            _leaves.AsSpan(0, Sha256Hash.Length).CopyTo(_state.Hashes.V2.AsSpan(piece * Sha256Hash.Length));
            _leafCount = 0;
        }
    }

    /// <summary>Reads a run of torrent space to the start of the buffer; pads are zeros, gaps of v2 stay as they are.</summary>
    /// <returns>Bytes of real files in the run, read or not.</returns>
    private long Fill(long chunk, int length)
    {
        long data = 0;
        for (var i = _layout.FileAt(chunk); i < _layout.Files.Count && _layout.Files[i].Offset < chunk + length; i++)
        {
            var file = _layout.Files[i];
            var from = Math.Max(chunk, file.Offset);
            var to = Math.Min(chunk + length, file.Offset + file.Length);
            if (from >= to)
            {
                continue;
            }

            var into = _buffer.AsSpan((int)(from - chunk), (int)(to - from));
            if (file.IsPadding)
            {
                into.Clear();
                continue;
            }

            data += into.Length;
            from += _state.IsGone(i) ? 0 : Read(i, from - file.Offset, into);
            if (from < to)
            {
                MarkUnread(from, to);
            }
        }

        return data;
    }

    private int Read(int file, long offset, Span<byte> into)
    {
        if (_reader.Read(file, offset, into, out var done) is { } fault)
        {
            _state.ReportFault(file, fault);
        }

        return done;
    }

    private void MarkUnread(long from, long to)
    {
        for (var piece = (int)(from / _layout.PieceLength); piece <= (int)((to - 1) / _layout.PieceLength); piece++)
        {
            _state.Unread[piece] = true;
        }
    }
}
