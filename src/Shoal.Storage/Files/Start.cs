using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Storage.Files.Calls;

namespace Shoal.Storage.Files;

/// <summary>Decides whether the torrent may write here, and makes what must be there before and after the pieces.</summary>
internal sealed class Start(TorrentMetainfo torrent, StoreOptions options, StoreParts parts, bool wasOwned)
{
    private readonly Lock _gate = new();
    private readonly bool _hadFolder = Directory.Exists(parts.Folder);

    // True once the files are ours. A complete torrent claims nothing and changes nothing below its folder.
    private volatile bool _writes;
    private bool _isFinished;

    public bool HasBegun { get; private set; }

    private bool MayReplace => wasOwned || options.Overwrite;

    public StorageError? Run(ReadOnlySpan<byte> have)
    {
        if (HasBegun || options.IsReadOnly)
        {
            HasBegun = true;
            return null;
        }

        var files = Enumerable.Range(0, torrent.Files.Count).Where(file => parts.Wanted[file] && parts.Data.IsStored(file)).ToArray();
        var missing = MissingBytes(have);
        if (missing.Count == 0 && Array.TrueForAll(files, file => torrent.Files[file].Length > 0 || parts.Data.LookAt(file, out _).IsNone))
        {
            HasBegun = true;
            return null;
        }

        var error = FindInTheWay(files, have) ?? FindRoom(missing) ?? MakeFolder() ?? parts.State.Claim() ?? MakeFiles(files, missing);
        HasBegun = _writes = error is null;
        return error;
    }

    /// <summary>Claims the files of a torrent that seemed complete at the start, before the first byte is written to it.</summary>
    public StorageError? BeforeWriting()
    {
        Invariant.Check(HasBegun && !options.IsReadOnly);
        if (_writes)
        {
            return null;
        }

        lock (_gate)
        {
            var error = MakeFolder() ?? parts.State.Claim();
            _writes = error is null;
            return error;
        }
    }

    /// <summary>When all that is wanted is there, makes the links of BEP 47.</summary>
    public StorageError? Finish(ReadOnlySpan<byte> have)
    {
        if (!_writes || _isFinished || MissingBytes(have).Count > 0)
        {
            return null;
        }

        for (var file = 0; file < torrent.Files.Count; file++)
        {
            if (parts.Wanted[file] && IsSafeLink(torrent.Files[file]) && parts.Data.Link(file) is { } error)
            {
                return error;
            }
        }

        _isFinished = true;
        return null;
    }

    private static bool IsSafeLink(TorrentFile file) =>
        file.SymlinkTarget is { Length: > 0 } target && Array.TrueForAll(target.Split('/'), name => name is not ("" or "." or ".."));

    /// <summary>For each wanted file how many of its bytes are in pieces that are not there; files that are whole are not named.</summary>
    private Dictionary<int, long> MissingBytes(ReadOnlySpan<byte> have)
    {
        var missing = new Dictionary<int, long>();
        var layout = torrent.Layout;
        for (var file = 0; file < torrent.Files.Count; file++)
        {
            if (!parts.Wanted[file] || !parts.Data.IsStored(file))
            {
                continue;
            }

            var extent = layout.Files[file];
            var (first, end) = layout.PiecesOf(file);
            long bytes = 0;
            for (var piece = first; piece < end; piece++)
            {
                if (!Bits.Get(have, piece))
                {
                    var offset = layout.OffsetOf(new PieceIndex(piece));
                    bytes += Math.Min(offset + layout.PieceLength, extent.Offset + extent.Length) - Math.Max(offset, extent.Offset);
                }
            }

            if (bytes > 0)
            {
                missing.Add(file, bytes);
            }
        }

        return missing;
    }

    private StorageError? FindInTheWay(int[] files, ReadOnlySpan<byte> have)
    {
        foreach (var file in files)
        {
            var expected = torrent.Files[file].Length;
            var fault = parts.Data.LookAt(file, out var facts);
            if (fault.Kind == FaultKind.Missing)
            {
                continue;
            }

            if (!fault.IsNone || !facts.IsRegular)
            {
                return parts.Data.Error(fault.IsNone ? new Fault(FaultKind.NotAFile) : fault, file);
            }

            if (!MayReplace && facts.Length > expected)
            {
                return Sentences.TooLong(parts.Data.PathOf(file), facts.Length, expected);
            }

            // A file of holes alone has nothing in it that could be lost.
            if (!MayReplace && facts.Length > 0 && !HasValidPiece(file, have) && parts.Data.NextData(file, 0) < facts.Length)
            {
                return Sentences.InTheWay(parts.Data.PathOf(file));
            }
        }

        return null;
    }

    private bool HasValidPiece(int file, ReadOnlySpan<byte> have)
    {
        var (first, end) = torrent.Layout.PiecesOf(file);
        for (var piece = first; piece < end; piece++)
        {
            if (Bits.Get(have, piece))
            {
                return true;
            }
        }

        return false;
    }

    // Blocks that a sparse file has already will be written over, not added.
    private StorageError? FindRoom(Dictionary<int, long> missing)
    {
        long needed = 0;
        foreach (var (file, bytes) in missing)
        {
            _ = parts.Data.LookAt(file, out var facts);
            needed += Math.Min(bytes, Math.Max(0, torrent.Files[file].Length - facts.Allocated));
        }

        var existing = parts.Folder;
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } above)
        {
            existing = above;
        }

        var free = parts.Calls.FreeSpace(existing);
        return needed > free ? Sentences.DiskFull(parts.Folder, needed - free) : null;
    }

    private StorageError? MakeFolder()
    {
        if (Directory.Exists(parts.Folder))
        {
            return null;
        }

        if (_hadFolder)
        {
            return Sentences.Missing(parts.Folder);
        }

        var fault = ManagedFiles.Try(() => Directory.CreateDirectory(parts.Folder));
        fault = fault.IsNone ? parts.Calls.SyncFolder(Path.GetDirectoryName(parts.Folder)!) : fault;
        return fault.IsNone ? null : Sentences.Of(fault, parts.Folder);
    }

    private StorageError? MakeFiles(int[] files, Dictionary<int, long> missing)
    {
        foreach (var file in files)
        {
            var expected = torrent.Files[file].Length;
            var isThere = parts.Data.LookAt(file, out var facts).IsNone;
            if (((!isThere && expected == 0) || (isThere && facts.Length > expected)) && parts.Data.SetLength(file, expected) is { } error)
            {
                return error;
            }
        }

        return missing.Count > 0 ? parts.Data.TryForWriting(missing.Keys.Min()) : null;
    }
}
