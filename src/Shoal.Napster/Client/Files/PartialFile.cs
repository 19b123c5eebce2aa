using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Shoal.Metainfo;
using Shoal.Napster.Client.Data;
using Shoal.Storage.Files;
using Shoal.Storage.Files.Calls;

namespace Shoal.Napster.Client.Files;

/// <summary>
/// A file that is being fetched: <c>.NAME.part</c> beside its place, and a record. What is in it is hashed once, when it is opened or written. All of it blocks, and is for one worker at a time.
/// <code>
///   file    │ hashed, Length ▲ next byte
///   stream      from ├ overlap: compared ┤ written …
/// </code>
/// </summary>
internal sealed unsafe class PartialFile : IDisposable
{
    private readonly IFileCalls _files;
    private readonly PartialPlace _place;
    private readonly SafeFileHandle _handle;
    private readonly Sha256Hash? _trusted;
    private readonly byte[] _there = new byte[Limits.ChunkLength];
    private IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private PartialRecord _record;
    private long _stepBack = Limits.StepBack;

    /// <summary>Where in the file the stream begins, if the peer did what it was asked.</summary>
    private long _from;

    /// <summary>Bytes of the stream so far.</summary>
    private long _streamed;

    /// <summary>The stream may begin where it was asked to, or at the front of the file whatever was asked. Neither: it is of another file.</summary>
    private bool _mayBeAsAsked;
    private bool _mayBeWhole;

    private PartialFile(IFileCalls files, PartialPlace place, SafeFileHandle handle, PartialRecord record, Sha256Hash? trusted)
    {
        _files = files;
        _place = place;
        _handle = handle;
        _record = record;
        _trusted = trusted;
    }

    /// <summary>Bytes from the front that are here.</summary>
    public long Length { get; private set; }

    /// <summary>Of the whole file; -1: not known.</summary>
    public long Size => _record.Size;

    /// <summary>What all of it must hash to; null where nobody told it.</summary>
    public Sha256Hash? Sha256 => _record.Sha256;

    /// <summary>What the disk said when it failed.</summary>
    public string Failure { get; private set; } = "";

    /// <summary>The peer sends the file from its front, whatever it was asked.</summary>
    public bool IsWhole => _mayBeWhole && !_mayBeAsAsked;

    /// <summary>What the peer sends fits both where it was asked to begin and the front, and no hash will tell: then a byte too many does.</summary>
    public bool IsAmbiguous => _mayBeWhole && _mayBeAsAsked && _record.Sha256 is null;

    /// <summary>What comes next goes behind what is here, and is compared with nothing: it may be written by one worker and hashed by another.</summary>
    public bool IsAppending => (_mayBeAsAsked ? _from : 0) + _streamed == Length;

    /// <summary>Opens what is there of the file, or begins it; null with the reason in words.</summary>
    public static PartialFile? Open(DownloadOrder order, bool isPortable, out string failure)
    {
        var files = FileCalls.Of(isPortable);
        var place = PartialPlace.Find(files, order, out var handle, out var record, out failure);
        if (place is null)
        {
            return null;
        }

        var file = new PartialFile(files, place, handle!, record!, order.Sha256);
        if (file.Load())
        {
            return file;
        }

        failure = file.Failure;
        file.Dispose();
        return null;
    }

    /// <summary>A peer is about to send, from where it was asked to. Differs: it has another file.</summary>
    public Fate Begin(long size, Sha256Hash? hash, long from)
    {
        _from = from;
        _streamed = 0;
        _mayBeAsAsked = true;
        _mayBeWhole = from > 0;
        if (_trusted is not null && hash is not null && _trusted != hash)
        {
            return Fate.Differs;
        }

        if (Size != size && Length > 0)
        {
            return CutBack();
        }

        _record = _record with { Size = size, Sha256 = _trusted ?? hash ?? _record.Sha256 };
        return size - Length > _files.FreeSpace(_place.Folder) ? Fail(Sentences.DiskFull(_place.Part, size - Length).Message) : WriteRecord();
    }

    /// <summary>Takes the next bytes of the stream. Differs: something else was here, which is cut back.</summary>
    public Fate Take(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var position = (_mayBeAsAsked ? _from : 0) + _streamed;
            var run = (int)Math.Min(bytes.Length, Math.Max(0, Length - position));
            if (run == 0)
            {
                _hash.AppendData(bytes);
                return Append(bytes);
            }

            run = Math.Min(run, _there.Length);
            _mayBeWhole = _mayBeWhole && IsThere(_streamed, bytes[..run]);
            _mayBeAsAsked = _mayBeAsAsked && IsThere(_from + _streamed, bytes[..run]);
            if (!_mayBeWhole && !_mayBeAsAsked)
            {
                return CutBack();
            }

            _streamed += run;
            bytes = bytes[run..];
        }

        return Fate.Taken;
    }

    /// <summary>Writes what is behind all that is here; it must be hashed too.</summary>
    public Fate Append(IReadOnlyList<Chunk> chunks)
    {
        Span<IoVector> vectors = stackalloc IoVector[Limits.ChunksAhead];
        var length = 0;
        for (var i = 0; i < chunks.Count; i++)
        {
            // Chunks are pinned.
            vectors[i] = new IoVector((byte*)Unsafe.AsPointer(ref chunks[i].Bytes[0]), chunks[i].Length);
            length += chunks[i].Length;
        }

        return Append(vectors[..chunks.Count], length);
    }

    /// <summary>Hashes what is appended; by another worker in the same moment.</summary>
    public void Hash(IReadOnlyList<Chunk> chunks)
    {
        foreach (var chunk in chunks)
        {
            _hash.AppendData(chunk.Bytes.AsSpan(0, chunk.Length));
        }
    }

    /// <summary>Throws away all that is here.</summary>
    public Fate StartOver() => CutTo(0) == Fate.Failed ? Fate.Failed : Fate.Differs;

    /// <summary>Waits until all that is here is on the disk, and says so in the record.</summary>
    public Fate Sync()
    {
        var length = Length;
        if (_files.Sync(_handle) is { IsNone: false } fault)
        {
            return Fail(fault);
        }

        _record = _record with { Held = length };
        return WriteRecord();
    }

    /// <summary>All bytes are here: checks them, and moves the file into its place. Differs: they are not what was told.</summary>
    public Fate Finish(out string path)
    {
        path = "";
        Span<byte> hash = stackalloc byte[Sha256Hash.Length];
        _hash.GetCurrentHash(hash);
        if (_record.Sha256 is { } told && told != new Sha256Hash(hash))
        {
            // Who told a wrong hash must not keep others from sending the file.
            _record = _record with { Sha256 = _trusted };
            return StartOver();
        }

        if (_files.Sync(_handle) is { IsNone: false } fault)
        {
            return Fail(fault);
        }

        return _place.Settle(_files, out path, out var failure) ? Fate.Taken : Fail(failure);
    }

    public void Dispose()
    {
        _handle.Dispose();
        _hash.Dispose();
    }

    /// <summary>Gives up the end of what is here, since a peer has something else there: each time more.</summary>
    private Fate CutBack()
    {
        var length = Math.Max(0, Length - _stepBack);
        _stepBack *= 4;
        return CutTo(length) == Fate.Failed ? Fate.Failed : Fate.Differs;
    }

    /// <summary>What a new run may believe of the file: all of it, or after another start of the machine what was on the disk.</summary>
    private bool Load()
    {
        if (_files.Look(_handle, out var facts) is { IsNone: false } fault)
        {
            Fail(fault);
            return false;
        }

        var believed = _record.Boot.Length > 0 && string.Equals(_record.Boot, BootIdentity.Read(), StringComparison.Ordinal) ? facts.Length : Math.Min(facts.Length, _record.Held);
        return CutTo(Size >= 0 ? Math.Min(believed, Size) : believed) != Fate.Failed;
    }

    private Fate CutTo(long length)
    {
        if (_files.SetLength(_handle, length) is { IsNone: false } fault)
        {
            return Fail(fault);
        }

        _hash.Dispose();
        _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (Length = 0; Length < length;)
        {
            var run = _there.AsSpan(0, (int)Math.Min(_there.Length, length - Length));
            if (Read(run, Length) is { IsNone: false } lost)
            {
                return Fail(lost);
            }

            _hash.AppendData(run);
            Length += run.Length;
        }

        _record = _record with { Held = Math.Min(_record.Held, length), Boot = BootIdentity.Read() };
        return WriteRecord();
    }

    private Fate Append(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            var vector = new IoVector(start, bytes.Length);
            return Append(new Span<IoVector>(ref vector), bytes.Length);
        }
    }

    private Fate Append(Span<IoVector> vectors, int length)
    {
        if (_files.Write(_handle, vectors, Length) is { IsNone: false } fault)
        {
            return Fail(fault);
        }

        _streamed += length;
        Length += length;
        return Length - _record.Held >= Limits.SyncEvery ? Sync() : Fate.Taken;
    }

    private bool IsThere(long offset, ReadOnlySpan<byte> bytes)
    {
        var there = _there.AsSpan(0, bytes.Length);
        return Read(there, offset).IsNone && there.SequenceEqual(bytes);
    }

    private Fault Read(Span<byte> into, long offset)
    {
        fixed (byte* start = into)
        {
            var vector = new IoVector(start, into.Length);
            return _files.Read(_handle, new Span<IoVector>(ref vector), offset);
        }
    }

    private Fate WriteRecord() => _record.Write(_place.Record) is { IsNone: false } fault ? Fail(fault) : Fate.Taken;

    private Fate Fail(Fault fault) => Fail(Sentences.Of(fault, _place.Part).Message);

    private Fate Fail(string failure)
    {
        Failure = failure;
        return Fate.Failed;
    }
}
