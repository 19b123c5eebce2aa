using System.Buffers.Binary;
using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Storage.Files.Calls;

namespace Shoal.Storage.Files;

/// <summary>
/// Holds bytes of pieces that have no place in the torrent's files: those of unwanted files, and unverified blocks. It lies beside the
/// data, because it can grow to the size of what is fetched and must be on the same disk. A piece has a slot of its own; freed slots
/// are used again, the lowest first, so the file never has more slots than pieces that were kept at once.
/// </summary>
internal sealed unsafe class PartFile
{
    // The torrent's files have the numbers from 0 in the pool of handles.
    private const int PoolNumber = -1;

    private readonly IFileCalls _calls;
    private readonly HandlePool _handles;
    private readonly string _folder;
    private readonly string _name;
    private readonly PartTable _table;
    private readonly int _stride;
    private readonly int _pieceCount;
    private readonly byte[] _wanted;
    private readonly Lock _gate = new();

    // Which slot a piece has. No two have the same; every slot below _slotCount is here or in _free.
    private readonly Dictionary<int, int> _slots = [];
    private readonly SortedSet<int> _free = [];
    private int _slotCount;

    // Invariant: true exactly when the file with its header is on the disk.
    private bool _exists;
    private bool _isUnsynced;

    public PartFile(TorrentMetainfo torrent, string folder, IReadOnlyList<bool> wanted, IFileCalls calls, HandlePool handles)
    {
        _calls = calls;
        _handles = handles;
        _folder = folder;
        _name = $".{torrent.InfoHashes.Primary}.parts";
        _table = new PartTable(torrent);
        _stride = torrent.Layout.PieceLength;
        _pieceCount = torrent.Layout.PieceCount;
        _wanted = new byte[_table.WantedLength];
        for (var i = 0; i < wanted.Count; i++)
        {
            if (wanted[i])
            {
                Bits.Set(_wanted, i);
            }
        }
    }

    public string Path => System.IO.Path.Combine(_folder, _name);

    /// <summary>True when the piece has a slot.</summary>
    public bool Has(PieceIndex piece)
    {
        lock (_gate)
        {
            return _slots.ContainsKey(piece.Value);
        }
    }

    /// <summary>The pieces that have a slot, in order.</summary>
    public PieceIndex[] Pieces()
    {
        lock (_gate)
        {
            return [.. _slots.Keys.Order().Select(p => new PieceIndex(p))];
        }
    }

    /// <summary>Reads the table of a file that is there. What is no part file of this torrent counts as none and is written over.</summary>
    /// <param name="wantedThen">The files that were wanted when it was written, or null when there is none.</param>
    public StorageError? Load(out byte[]? wantedThen)
    {
        wantedThen = null;
        var fault = _calls.Open(_folder, _name, FileUse.Read, out var handle);
        if (!fault.IsNone)
        {
            return fault.Kind == FaultKind.Missing ? null : Sentences.Of(fault, Path);
        }

        using (handle)
        {
            var start = new byte[_table.SlotsOffset];
            fault = Transfer(handle!, start, 0, isWrite: false);
            if (!fault.IsNone || !start.AsSpan(0, _table.Header.Length).SequenceEqual(_table.Header))
            {
                return fault.IsNone || fault.Kind == FaultKind.Short ? null : Sentences.Of(fault, Path);
            }

            wantedThen = start.AsSpan(PartTable.WantedOffset, _table.WantedLength).ToArray();
            var pieces = PartTable.Read(start.AsSpan(_table.TableOffset, _table.TableLength), _pieceCount);
            _exists = true;
            _slotCount = Array.FindLastIndex(pieces, p => p >= 0) + 1;
            for (var slot = 0; slot < _slotCount; slot++)
            {
                if (pieces[slot] < 0 || !_slots.TryAdd(pieces[slot], slot))
                {
                    _free.Add(slot);
                }
            }

            return null;
        }
    }

    /// <summary>Writes which files are wanted now, once the slots agree with that.</summary>
    public StorageError? SaveWanted() => _exists ? Use(handle => Transfer(handle, _wanted, PartTable.WantedOffset, isWrite: true)) : null;

    public StorageError? Write(PieceIndex piece, int offset, Span<IoVector> from)
    {
        if (Allocate(piece, out var slot) is { } error)
        {
            return error;
        }

        var fault = Borrow(FileUse.Write, out var lease);
        using (lease)
        {
            fault = fault.IsNone ? _calls.Write(lease.Handle, from, OffsetOf(slot) + offset) : fault;
        }

        lock (_gate)
        {
            _isUnsynced = true;
        }

        return fault.IsNone ? null : Sentences.Of(fault, Path);
    }

    public StorageError? Read(PieceIndex piece, int offset, Span<IoVector> into) => Read(piece, offset, into, onlyCached: false);

    public bool TryReadCached(PieceIndex piece, int offset, Span<IoVector> into) => Read(piece, offset, into, onlyCached: true) is null;

    /// <summary>Gives the piece's slot back; nothing when it has none.</summary>
    public StorageError? Free(PieceIndex piece)
    {
        lock (_gate)
        {
            if (!_slots.TryGetValue(piece.Value, out var slot))
            {
                return null;
            }

            // The table first: a slot must not be named for a piece whose bytes another one writes over.
            var error = WriteEntry(slot, 0);
            if (error is null)
            {
                _slots.Remove(piece.Value);
                _free.Add(slot);
            }

            return error;
        }
    }

    /// <summary>Cuts what is free at the end, or removes the file when nothing lies in it; then waits until the rest is on the device.</summary>
    public StorageError? Save()
    {
        lock (_gate)
        {
            if (!_exists)
            {
                return null;
            }

            if (_slots.Count == 0)
            {
                _handles.Drop(this, PoolNumber);
                _free.Clear();
                (_slotCount, _exists, _isUnsynced) = (0, false, false);
                var removed = _calls.Delete(_folder, _name);
                return removed.IsNone ? null : Sentences.Of(removed, Path);
            }

            var used = _slots.Values.Max() + 1;
            if (used < _slotCount)
            {
                _free.RemoveWhere(slot => slot >= used);
                _slotCount = used;
                if (Use(handle => _calls.SetLength(handle, OffsetOf(used))) is { } error)
                {
                    return error;
                }
            }

            if (!_isUnsynced)
            {
                return null;
            }

            _isUnsynced = false;
            var failed = Use(_calls.Sync);
            _isUnsynced = failed is not null;
            return failed;
        }
    }

    private StorageError? Read(PieceIndex piece, int offset, Span<IoVector> into, bool onlyCached)
    {
        int slot;
        lock (_gate)
        {
            if (!_slots.TryGetValue(piece.Value, out slot))
            {
                return Sentences.Of(new Fault(FaultKind.Short), Path);
            }
        }

        var fault = Borrow(FileUse.Read, out var lease);
        using (lease)
        {
            fault = !fault.IsNone ? fault
                : onlyCached ? _calls.ReadCached(lease.Handle, into, OffsetOf(slot) + offset)
                : _calls.Read(lease.Handle, into, OffsetOf(slot) + offset);
        }

        return fault.IsNone ? null : Sentences.Of(fault, Path);
    }

    private long OffsetOf(int slot) => _table.SlotsOffset + (long)slot * _stride;

    private StorageError? Allocate(PieceIndex piece, out int slot)
    {
        lock (_gate)
        {
            if (_slots.TryGetValue(piece.Value, out slot))
            {
                return null;
            }

            if (!_exists && Make() is { } notMade)
            {
                return notMade;
            }

            slot = _free.Count > 0 ? _free.Min : _slotCount;
            Invariant.Check(slot < _pieceCount);
            if (WriteEntry(slot, piece.Value + 1) is { } error)
            {
                return error;
            }

            _free.Remove(slot);
            _slotCount = Math.Max(_slotCount, slot + 1);
            _slots.Add(piece.Value, slot);
            return null;
        }
    }

    private StorageError? Make()
    {
        var fault = _calls.Open(_folder, _name, FileUse.Create, out var handle);
        if (!fault.IsNone)
        {
            return Sentences.Of(fault, Path);
        }

        // An old file under the name is emptied, so that its table reads as zeros.
        fault = _calls.SetLength(handle!, 0);
        fault = fault.IsNone ? _calls.SetLength(handle!, _table.SlotsOffset) : fault;
        fault = fault.IsNone ? Transfer(handle!, _wanted, PartTable.WantedOffset, isWrite: true) : fault;
        fault = fault.IsNone ? Transfer(handle!, _table.Header.ToArray(), 0, isWrite: true) : fault;
        _handles.Drop(this, PoolNumber);
        _handles.Add(this, PoolNumber, handle!, isWritable: true).Dispose();
        _exists = fault.IsNone;
        _isUnsynced = true;
        return fault.IsNone ? null : Sentences.Of(fault, Path);
    }

    private StorageError? WriteEntry(int slot, int value)
    {
        var entry = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(entry, value);
        _isUnsynced = true;
        return Use(handle => Transfer(handle, entry, _table.TableOffset + slot * sizeof(int), isWrite: true));
    }

    private StorageError? Use(Func<Microsoft.Win32.SafeHandles.SafeFileHandle, Fault> call)
    {
        var fault = Borrow(FileUse.Write, out var lease);
        using (lease)
        {
            fault = fault.IsNone ? call(lease.Handle) : fault;
        }

        return fault.IsNone ? null : Sentences.Of(fault, Path);
    }

    private Fault Borrow(FileUse use, out HandlePool.Lease lease)
    {
        if (_handles.TryBorrow(this, PoolNumber, use == FileUse.Write, out lease))
        {
            return default;
        }

        var fault = _calls.Open(_folder, _name, use, out var handle);
        lease = fault.IsNone ? _handles.Add(this, PoolNumber, handle!, use == FileUse.Write) : default;
        return fault;
    }

    private Fault Transfer(Microsoft.Win32.SafeHandles.SafeFileHandle handle, byte[] bytes, long offset, bool isWrite)
    {
        fixed (byte* first = bytes)
        {
            Span<IoVector> vector = [new IoVector(first, bytes.Length)];
            return isWrite ? _calls.Write(handle, vector, offset) : _calls.Read(handle, vector, offset);
        }
    }
}
