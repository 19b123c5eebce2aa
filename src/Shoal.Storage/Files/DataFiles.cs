using Microsoft.Win32.SafeHandles;
using Shoal.Metainfo;
using Shoal.Metainfo.Layout;
using Shoal.Storage.Files.Calls;
using Shoal.Storage.Resume;

namespace Shoal.Storage.Files;

/// <summary>
/// The torrent's own files below the download folder. A file that was there once is never made a second time: when it is
/// gone, that is an error, because its disk may only be unplugged.
/// </summary>
internal sealed class DataFiles
{
    private readonly TorrentMetainfo _torrent;
    private readonly IFileCalls _calls;
    private readonly HandlePool _handles;
    private readonly Lock _gate = new();

    // As last seen, by Open, by the making of the file, or after a sync.
    private readonly FileStamp[] _stamps;

    // As last looked at: holes are looked for only where there can be some.
    private readonly bool[] _isSparse;

    // Which file each one is that was opened for writing: another one under its name is not written to.
    private readonly Dictionary<int, FileFacts> _identities = [];

    // Written to since the last sync.
    private readonly HashSet<int> _unsynced = [];

    // Folders with names in them that are not on the device yet.
    private readonly HashSet<string> _unsyncedFolders = new(StringComparer.Ordinal);

    public DataFiles(TorrentMetainfo torrent, string folder, IFileCalls calls, HandlePool handles)
    {
        _torrent = torrent;
        _calls = calls;
        _handles = handles;
        Folder = folder;
        _stamps = new FileStamp[torrent.Files.Count];
        _isSparse = new bool[torrent.Files.Count];
        Array.Fill(_stamps, FileStamp.Missing);
    }

    public string Folder { get; }

    /// <summary>How each file was last seen.</summary>
    public IReadOnlyList<FileStamp> Stamps => _stamps;

    public string PathOf(int file) => Path.Combine(Folder, _torrent.Files[file].SafePath);

    /// <summary>True for what has bytes of its own on the disk: no pad, no link.</summary>
    public bool IsStored(int file) => _torrent.Files[file] is { IsPadding: false, SymlinkTarget: null };

    /// <summary>Looks what is there; what is no plain file counts as missing and shows when it is written to.</summary>
    public Fault LookAt(int file, out FileFacts facts)
    {
        var fault = _calls.Look(Folder, _torrent.Files[file].SafePath, out facts);
        lock (_gate)
        {
            _stamps[file] = fault.IsNone && facts.IsRegular ? new FileStamp(facts.Length, facts.ModifiedNanoseconds) : FileStamp.Missing;
            _isSparse[file] = facts.Allocated < facts.Length;
        }

        return fault;
    }

    public StorageError? Read(FileSegment from, Span<IoVector> into)
    {
        var fault = Borrow(from.FileIndex, FileUse.Read, out var lease);
        using (lease)
        {
            return Error(fault.IsNone ? _calls.Read(lease.Handle, into, from.FileOffset) : fault, from.FileIndex);
        }
    }

    public bool TryReadCached(FileSegment from, Span<IoVector> into)
    {
        if (!_handles.TryBorrow(this, from.FileIndex, forWriting: false, out var lease))
        {
            return false;
        }

        using (lease)
        {
            return _calls.ReadCached(lease.Handle, into, from.FileOffset).IsNone;
        }
    }

    public StorageError? Write(FileSegment to, Span<IoVector> from)
    {
        lock (_gate)
        {
            _unsynced.Add(to.FileIndex);
        }

        var fault = Borrow(to.FileIndex, FileUse.Write, out var lease);
        if (!fault.IsNone)
        {
            return Error(fault, to.FileIndex);
        }

        // The system lets one thread at a time write to a file, and whoever else tries burns its core until it may: it waits here instead.
        using (lease)
        {
            lock (lease.Writing)
            {
                return Error(_calls.Write(lease.Handle, from, to.FileOffset), to.FileIndex);
            }
        }
    }

    /// <summary>Makes an empty file, or cuts one that is too long.</summary>
    public StorageError? SetLength(int file, long length)
    {
        lock (_gate)
        {
            _unsynced.Add(file);
        }

        var fault = Borrow(file, FileUse.Write, out var lease);
        using (lease)
        {
            return Error(fault.IsNone ? _calls.SetLength(lease.Handle, length) : fault, file);
        }
    }

    /// <summary>The first byte from there on that lies in no hole; the file's end as last seen when there is none.</summary>
    public long NextData(int file, long offset)
    {
        var length = _stamps[file].Length;
        if (!_isSparse[file])
        {
            return offset;
        }

        var fault = Borrow(file, FileUse.Read, out var lease);
        using (lease)
        {
            return fault.IsNone ? Math.Min(_calls.NextData(lease.Handle, offset, length), length) : offset;
        }
    }

    /// <summary>Opens the file as for writing: says before any piece was fetched that none could be written.</summary>
    public StorageError? TryForWriting(int file)
    {
        lock (_gate)
        {
            _unsynced.Add(file);
        }

        var fault = Borrow(file, FileUse.Write, out var lease);
        lease.Dispose();
        return Error(fault, file);
    }

    /// <summary>Makes a link of BEP 47 whose target stays inside; the path of the link is below the same folder.</summary>
    public StorageError? Link(int file)
    {
        var link = _torrent.Files[file].SafePath;
        var target = Path.GetRelativePath(Path.GetDirectoryName("/" + link)!, "/" + _torrent.Files[file].SymlinkTarget);
        return Error(_calls.Link(Folder, link, target), file);
    }

    /// <summary>Waits until all that was written is on the device, and remembers how the files look then.</summary>
    public StorageError? Sync()
    {
        while (TakeUnsynced() is { } file)
        {
            var fault = Borrow(file, FileUse.Write, out var lease);
            using (lease)
            {
                fault = fault.IsNone ? _calls.Sync(lease.Handle) : fault;
            }

            fault = fault.IsNone ? LookAt(file, out _) : fault;
            if (!fault.IsNone)
            {
                lock (_gate)
                {
                    _unsynced.Add(file);
                }

                return Error(fault, file);
            }
        }

        return SyncFolders();
    }

    /// <summary>Puts a fault into words; when the folder itself is gone, that is what is named.</summary>
    public StorageError? Error(Fault fault, int file) =>
        fault.IsNone ? null
        : fault.Kind == FaultKind.Missing && !Directory.Exists(Folder) ? Sentences.Of(fault, Folder)
        : Sentences.Of(fault, PathOf(file));

    private int? TakeUnsynced()
    {
        lock (_gate)
        {
            foreach (var file in _unsynced)
            {
                _unsynced.Remove(file);
                return file;
            }

            return null;
        }
    }

    private StorageError? SyncFolders()
    {
        string[] folders;
        lock (_gate)
        {
            folders = [.. _unsyncedFolders];
        }

        foreach (var folder in folders)
        {
            var fault = _calls.SyncFolder(folder);
            if (!fault.IsNone)
            {
                return Sentences.Of(fault, folder);
            }

            lock (_gate)
            {
                _unsyncedFolders.Remove(folder);
            }
        }

        return null;
    }

    private Fault Borrow(int file, FileUse use, out HandlePool.Lease lease)
    {
        var path = _torrent.Files[file].SafePath;
        if (_handles.TryBorrow(this, file, use == FileUse.Write, out lease))
        {
            // What was read from a file that is open is right even when its name is gone; what is written to it would be lost without a word.
            if (use == FileUse.Read)
            {
                return default;
            }

            var fault = _calls.Look(Folder, path, out var there);
            if (fault.IsNone && _calls.Look(lease.Handle, out var open) is { IsNone: true } && open.IsSameFileAs(there))
            {
                return default;
            }

            lease.Dispose();
            lease = default;
            _handles.Drop(this, file);
            return fault.IsNone ? new Fault(FaultKind.Replaced) : fault;
        }

        var isNew = use == FileUse.Write && IsNew(file);
        var refused = _calls.Open(Folder, path, isNew ? FileUse.Create : use, out var handle);
        if (!refused.IsNone)
        {
            return refused;
        }

        if (isNew)
        {
            Remember(file);
            if (_torrent.Files[file].IsExecutable && _calls.MakeExecutable(handle!) is { IsNone: false } denied)
            {
                handle!.Dispose();
                return denied;
            }
        }

        if (use == FileUse.Write && !IsTheSame(file, handle!))
        {
            handle!.Dispose();
            return new Fault(FaultKind.Replaced);
        }

        lease = _handles.Add(this, file, handle!, use == FileUse.Write);
        return default;
    }

    private bool IsTheSame(int file, SafeFileHandle handle)
    {
        var fault = _calls.Look(handle, out var facts);
        lock (_gate)
        {
            return fault.IsNone && (_identities.TryAdd(file, facts) || _identities[file].IsSameFileAs(facts));
        }
    }

    private bool IsNew(int file)
    {
        lock (_gate)
        {
            return _stamps[file] == FileStamp.Missing;
        }
    }

    private void Remember(int file)
    {
        lock (_gate)
        {
            _stamps[file] = default;
            for (var folder = Path.GetDirectoryName(PathOf(file)); folder is not null && folder.Length >= Folder.Length; folder = Path.GetDirectoryName(folder))
            {
                _unsyncedFolders.Add(folder);
            }
        }
    }
}
