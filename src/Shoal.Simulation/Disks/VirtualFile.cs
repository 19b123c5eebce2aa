using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Storage;
using Shoal.Storage.Resume;

namespace Shoal.Simulation.Disks;

/// <summary>
/// What a host's disk has of one torrent, across runs of the client and of the machine. It keeps states instead of bytes: a written
/// piece is the content's, because nothing else is let through. What a run may believe is decided by the real storage's own rules.
/// <code>
///   written ─Sync─► synced, in the record      client dies: all stays      power fails: of the unsynced each is there or lost
/// </code>
/// </summary>
internal sealed class VirtualFile
{
    private const long FirstMoment = 1;

    private readonly World _world;
    private readonly TorrentMetainfo _torrent;
    private readonly Content _content;
    private readonly bool[] _written;
    private readonly bool[] _synced;

    /// <summary>Blocks in the part file: null for the content's own bytes, else the bytes as they came.</summary>
    private readonly Dictionary<(PieceIndex Piece, int Block), byte[]?> _unverified = [];

    private ResumeRecord? _record;
    private long _modified = FirstMoment;
    private int _boot;

    public VirtualFile(World world, Content content, bool isFull)
    {
        _world = world;
        _content = content;
        _torrent = content.Metainfo;
        _written = new bool[_torrent.Layout.PieceCount];
        _synced = new bool[_written.Length];
        if (isFull)
        {
            Array.Fill(_written, true);
            WrittenCount = _written.Length;
            Sync(new ResumeState { Have = Bits.Full(_written.Length), Partial = [], IsClean = true });
        }
    }

    /// <summary>While true every write fails.</summary>
    public bool IsDiskFull
    {
        get => field || WrittenCount >= Room;
        set;
    }

    /// <summary>So many pieces find room.</summary>
    public int Room { get; set; } = int.MaxValue;

    /// <summary>Pieces whose bytes are there.</summary>
    public int WrittenCount { get; private set; }

    public bool IsIdenticalCopy => WrittenCount == _written.Length;

    public bool IsWritten(PieceIndex piece) => _written[piece.Value];

    public void Write(PieceIndex piece)
    {
        Invariant.Check(!_written[piece.Value]);
        _written[piece.Value] = true;
        WrittenCount++;
        _modified = FirstMoment + (_world.Agenda.Now.Ticks * TimeSpan.NanosecondsPerTick);

        // A crash from now on must be seen.
        _record = _record is { IsClean: true } ? _record with { IsClean = false, BootId = BootId } : _record;
    }

    /// <summary>Keeps a block in the part file.</summary>
    public void Keep(PieceIndex piece, int block, ReadOnlySpan<byte> data)
    {
        var isRight = _content.Of(piece, block * Client.Limits.BlockLength, data.Length).SequenceEqual(data);
        _unverified[(piece, block)] = isRight ? null : data.ToArray();
    }

    public bool IsKept(PieceIndex piece, int block) => _unverified.ContainsKey((piece, block));

    /// <summary>Copies a kept block.</summary>
    public void CopyKept(PieceIndex piece, int block, Span<byte> into) =>
        (_unverified[(piece, block)] ?? _content.Of(piece, block * Client.Limits.BlockLength, into.Length)).CopyTo(into);

    /// <summary>True where a kept block's bytes are the content's.</summary>
    public bool IsKeptRight(PieceIndex piece, int block) => _unverified[(piece, block)] is null;

    /// <summary>A piece whose blocks are all kept, and right, goes to its place.</summary>
    public void Move(PieceIndex piece)
    {
        for (var block = 0; block * Client.Limits.BlockLength < _torrent.Layout.LengthOf(piece); block++)
        {
            Invariant.Check(_unverified.Remove((piece, block), out var wrong) && wrong is null);
        }

        Write(piece);
    }

    /// <summary>What is written is on the device, and so is the record that names it.</summary>
    public void Sync(ResumeState state)
    {
        for (var i = 0; i < _written.Length; i++)
        {
            Invariant.Check(_written[i] || !Bits.Get(state.Have, i));
        }

        foreach (var (piece, blocks) in state.Partial)
        {
            for (var i = 0; i < blocks.Length * 8; i++)
            {
                Invariant.Check(!Bits.Get(blocks, i) || IsKept(piece, i));
            }
        }

        _written.CopyTo(_synced, 0);
        _record = new ResumeRecord
        {
            InfoHash = _torrent.InfoHashes.Primary,
            Folder = "",
            Have = state.Have,
            Partial = state.Partial,
            Files = [Stamp],
            IsClean = state.IsClean,
            BootId = BootId,
            Uploaded = state.Uploaded,
            Downloaded = state.Downloaded,
        };
    }

    /// <summary>The power fails: what was not synced is on the device, or is not.</summary>
    public void LosePower()
    {
        _boot++;
        for (var i = 0; i < _written.Length; i++)
        {
            if (_written[i] && !_synced[i] && _world.Chance.Below(2) == 0)
            {
                _written[i] = false;
                WrittenCount--;
            }
        }

        if (_record is not { IsClean: true })
        {
            _unverified.Clear();
        }
    }

    /// <summary>Its files are deleted.</summary>
    public void Erase()
    {
        Array.Clear(_written);
        Array.Clear(_synced);
        WrittenCount = 0;
        _unverified.Clear();
        _record = null;
    }

    /// <summary>What a new run of the client knows after it has checked what it must, and how many bytes it read for that.</summary>
    public LoadedState Load(out long bytesChecked)
    {
        var loaded = new ResumeDecision(_torrent, _record, [Stamp], string.Equals(_record?.BootId, BootId, StringComparison.Ordinal), static (_, _) => false).Decide();
        bytesChecked = 0;
        for (var i = 0; i < _written.Length; i++)
        {
            Invariant.Check(_written[i] || !Bits.Get(loaded.Have, i));
        }

        foreach (var range in loaded.ToCheck)
        {
            for (var i = range.First; i < range.First + range.Count; i++)
            {
                bytesChecked += _torrent.Layout.LengthOf(new PieceIndex(i));
                if (_written[i])
                {
                    Bits.Set(loaded.Have, i);
                }
            }
        }

        var partial = loaded.Partial.Where(p => !_written[p.Piece.Value] && AreKept(p.Piece, p.Blocks)).ToArray();
        foreach (var (piece, block) in _unverified.Keys.Where(key => !Array.Exists(partial, p => p.Piece == key.Piece && Bits.Get(p.Blocks, key.Block))).ToArray())
        {
            _unverified.Remove((piece, block));
        }

        return new LoadedState { Have = loaded.Have, ToCheck = [], Partial = partial, Uploaded = loaded.Uploaded, Downloaded = loaded.Downloaded };
    }

    private string BootId => $"boot {_boot}";

    /// <summary>As long as its last piece's end.</summary>
    private FileStamp Stamp => Array.LastIndexOf(_written, true) is >= 0 and var last
        ? new FileStamp(_torrent.Layout.OffsetOf(new PieceIndex(last)) + _torrent.Layout.LengthOf(new PieceIndex(last)), _modified)
        : FileStamp.Missing;

    private bool AreKept(PieceIndex piece, byte[] blocks)
    {
        for (var i = 0; i < blocks.Length * 8; i++)
        {
            if (Bits.Get(blocks, i) && !IsKept(piece, i))
            {
                return false;
            }
        }

        return true;
    }
}
