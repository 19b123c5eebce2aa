using System.Text;
using Shoal.Metainfo;
using Shoal.Napster.Client.Files;
using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Data;

/// <summary>
/// One file that is fetched, by as many tries as it takes, from one peer at a time. Its partial file stays open between them.
/// <code>
///   Open ─► ready ─ Fetch ─► Asking ─► DownloadStream ─ chunks ─► DiskTurn (worker) ─► ready, or finished
///                 └ a peer's SEND ─────┘
/// </code>
/// </summary>
internal sealed class Download
{
    private readonly DataPort _port;
    private readonly IDownloadWatcher _watcher;
    private readonly LoopTimer _tick;
    private readonly DiskTurn _turn;
    private readonly Queue<Chunk> _waiting = new();
    private PartialFile? _file;
    private Dialling? _dialling;
    private Asking? _asking;
    private DownloadStream? _stream;

    /// <summary>A worker has the file.</summary>
    private bool _isBusy;

    /// <summary>How the stream ended, while what came of it is still written.</summary>
    private DataEnd? _ending;
    private long _lastReceived;
    private TimeSpan _lastMove;

    public Download(DataPort port, DownloadOrder order, IDownloadWatcher watcher)
    {
        _port = port;
        Order = order;
        _watcher = watcher;
        _tick = port.World.Loop.CreateTimer(OnTick);
        _turn = new DiskTurn(port.World, Chunks, OnTurn);
    }

    public DownloadOrder Order { get; }

    public Loop Loop => _port.World.Loop;

    public ChunkPool Chunks => _port.Chunks;

    /// <summary>Bytes from the front that are here.</summary>
    public long Position { get; private set; }

    /// <summary>Of the whole file, when a peer has told it.</summary>
    public long? Size { get; private set; }

    /// <summary>What all of it must hash to, and does when it is done; null where nobody told it.</summary>
    public Sha256Hash? Sha256 { get; private set; }

    /// <summary>What a peer's answer is compared with.</summary>
    public long? ExpectedSize => Size ?? Order.Size;

    /// <summary>The file in its place, when it is done.</summary>
    public string? File { get; private set; }

    /// <summary>A try may begin.</summary>
    public bool IsReady => _file is not null && !_isBusy && !IsTrying;

    /// <summary>Nothing more comes of it.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The stream may fill another chunk.</summary>
    public bool HasRoom => _waiting.Count < Limits.ChunksAhead;

    private bool IsTrying => _dialling is not null || _asking is not null || _stream is not null;

    public void Open()
    {
        _isBusy = true;
        var failure = "";
        _port.World.OnWorker(() => PartialFile.Open(Order, _port.World.IsPortable, out failure), file =>
        {
            _isBusy = false;
            _file = file;
            if (IsClosed)
            {
                file?.Dispose();
            }
            else if (file is null)
            {
                IsClosed = true;
                _watcher.OnEnded(this, new DataEnd(EndKind.Disk, failure));
            }
            else
            {
                Position = file.Length;
                Size = file.Size >= 0 ? file.Size : null;
                _watcher.OnReady(this);
            }
        });
    }

    /// <summary>Connects to a peer that the server named, and fetches the file from where we are.</summary>
    public void Fetch(Endpoint remote)
    {
        Invariant.Check(IsReady);
        _dialling = new Dialling(
            link =>
            {
                _dialling = null;
                _asking = new Asking(this, link, _port.Desk.Nick, From);
                _asking.Begin();
            },
            reason => OnCallEnded(EndKind.Unreachable, reason));
        _port.World.Transport.Dial(Loop, null, remote, Limits.DataDial, _dialling);
    }

    /// <summary>Takes the file from a peer that connected to us, as the server announced.</summary>
    public unsafe void Take(ILink link, DataRequest request)
    {
        var from = From;
        var answer = !IsReady || from > request.Number ? "INVALID REQUEST"u8 : Encoding.ASCII.GetBytes(request.Sha256 is null ? $"{from}" : $"{from}\n");
        int taken;
        fixed (byte* start = answer)
        {
            taken = link.Send([new IoRun(start, answer.Length)]);
        }

        if (taken != answer.Length || !IsReady || from > request.Number)
        {
            link.Close();
            return;
        }

        Stream(link, request.Number, request.Sha256, from, []);
    }

    /// <summary>The data begins.</summary>
    public void Stream(ILink link, long size, Sha256Hash? hash, long from, ReadOnlySpan<byte> first)
    {
        _asking = null;
        var stream = _stream = new DownloadStream(this, link, _port.World.Down, size - from);
        var data = first.ToArray();
        _isBusy = true;
        _port.World.OnWorker(() => _file!.Begin(size, hash, from), fate =>
        {
            _isBusy = false;
            OnDisk(fate);
            if (_stream == stream && _ending is null)
            {
                (_lastReceived, _lastMove) = (0, Loop.Now);
                _tick.Arm(Limits.DataTick);
                _watcher.OnBegan(this);
                stream.Begin(data);
            }

            Go();
        });
    }

    /// <summary>How the talk in front of the data ended.</summary>
    public void OnCallEnded(EndKind kind, string reason)
    {
        if (_dialling is not null || _asking is not null)
        {
            _dialling = null;
            _asking = null;
            _watcher.OnEnded(this, new DataEnd(kind, reason));
        }
    }

    /// <summary>The stream can bring nothing more; what it brought is written first.</summary>
    public void OnStreamEnded(EndKind kind, string reason)
    {
        if (_stream is { } stream && _ending is null)
        {
            _ending = new DataEnd(kind, reason);
            _tick.Disarm();
            stream.HandOver();
            stream.Close();
            Go();
        }
    }

    /// <summary>The peer sends more than was asked for: it has sent the file from its front, and what is here is nothing.</summary>
    public void OnTooMuch()
    {
        _isBusy = true;
        _port.World.OnWorker(_file!.StartOver, fate =>
        {
            _isBusy = false;
            OnDisk(fate);
        });
    }

    /// <summary>A chunk to be written.</summary>
    public void Give(Chunk chunk)
    {
        _waiting.Enqueue(chunk);
        Go();
    }

    /// <summary>Gives the worker its next task, when it has none.</summary>
    public void Go()
    {
        if (_isBusy)
        {
            return;
        }

        if (_waiting.Count > 0)
        {
            _isBusy = true;
            _turn.Begin(_file!, _waiting);
        }
        else if (_ending is { } end)
        {
            _ending = null;
            _stream = null;
            Keep(end);
        }
        else if (_stream is { } stream && stream.Received == stream.Length && Position == Size && !(_file!.IsAmbiguous && stream.AwaitsEnd()))
        {
            _stream = null;
            stream.Close();
            Finish();
        }
    }

    /// <summary>Ends the try; what is here stays.</summary>
    public void Pause()
    {
        _dialling?.Cancel();
        _asking?.Close();
        OnCallEnded(EndKind.Cancelled, "cancelled");
        OnStreamEnded(EndKind.Cancelled, "cancelled");
    }

    /// <summary>Ends it; the partial file stays for another time.</summary>
    public void Close()
    {
        Pause();
        IsClosed = true;
        CloseFile();
    }

    private long From => Math.Max(0, Position - Limits.Overlap);

    /// <summary>The worker has taken what it was given.</summary>
    private void OnTurn(Fate fate)
    {
        _isBusy = false;
        OnDisk(fate);
        if (_stream is { } stream)
        {
            if (_file!.IsWhole && Size is { } size)
            {
                stream.Length = size;
            }

            stream.Listen();
        }

        Go();
    }

    /// <summary>What a worker did to the file.</summary>
    private void OnDisk(Fate fate)
    {
        Position = _file!.Length;
        Size = _file.Size >= 0 ? _file.Size : null;
        Sha256 = _file.Sha256;
        if (fate != Fate.Taken && _stream is not null)
        {
            while (_waiting.TryDequeue(out var chunk))
            {
                Chunks.Return(chunk);
            }

            _stream.Close();
            _tick.Disarm();
            _ending = fate == Fate.Failed ? new DataEnd(EndKind.Disk, _file.Failure) : new DataEnd(EndKind.Differs, "has something else than what is here already");
            Go();
        }
    }

    private void Finish()
    {
        _isBusy = true;
        _tick.Disarm();
        var path = "";
        _port.World.OnWorker(() => _file!.Finish(out path), fate =>
        {
            _isBusy = false;
            Position = _file!.Length;
            if (fate == Fate.Taken)
            {
                File = path;
            }

            EndTry(fate switch
            {
                Fate.Taken => new DataEnd(EndKind.Done, ""),
                Fate.Failed => new DataEnd(EndKind.Disk, _file.Failure),
                _ => new DataEnd(EndKind.WrongHash, "what came is not what was told: its hash is another"),
            });
        });
    }

    /// <summary>Ends a try of which something stays: it is on the disk when that is told.</summary>
    private void Keep(DataEnd end)
    {
        if (end.Kind == EndKind.Disk)
        {
            EndTry(end);
            return;
        }

        _isBusy = true;
        _port.World.OnWorker(_file!.Sync, fate =>
        {
            _isBusy = false;
            EndTry(fate == Fate.Failed ? new DataEnd(EndKind.Disk, _file!.Failure) : end);
        });
    }

    private void EndTry(DataEnd end)
    {
        if (end.Kind is EndKind.Done or EndKind.Disk)
        {
            IsClosed = true;
        }

        if (IsClosed)
        {
            CloseFile();
        }

        _watcher.OnEnded(this, end);
    }

    private void CloseFile()
    {
        if (!_isBusy)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    private void OnTick()
    {
        if (_stream is not { } stream)
        {
            return;
        }

        if (stream.Received != _lastReceived || stream.IsHeld)
        {
            (_lastReceived, _lastMove) = (stream.Received, Loop.Now);
            if (!_isBusy)
            {
                // A slow peer's bytes are not kept in memory for minutes.
                stream.HandOver();
            }

            _watcher.OnProgress(this);
        }
        else if (Loop.Now - _lastMove >= Limits.DataSilence)
        {
            OnStreamEnded(EndKind.Silent, "sends nothing any more");
            return;
        }

        _tick.Arm(Limits.DataTick);
    }
}
