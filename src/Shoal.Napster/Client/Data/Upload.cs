using System.Text;
using Microsoft.Win32.SafeHandles;
using Shoal.Napster.Client.Files;
using Shoal.Net;
using Shoal.Net.Rates;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Data;

/// <summary>
/// One file on its way to one peer. The loop sends what a worker has read ahead from the disk.
/// <code>
///   open (worker) ─► size and hash ─► SendFile ─► … ─► last byte ─► close
///                                     ▲ not beyond what was read ahead (worker), not faster than the lane
/// </code>
/// </summary>
internal sealed unsafe class Upload : ILinkHandler
{
    private readonly DataWorld _world;
    private readonly RateLane _lane;
    private readonly LoopTimer _tick;
    private Dialling? _dialling;
    private Pushing? _pushing;
    private ILink? _link;
    private SafeFileHandle? _file;
    private byte[] _header = [];

    /// <summary>Up to here a worker has read the file.</summary>
    private long _ahead;
    private bool _isReading;
    private bool _isEnded;
    private int _strays;

    /// <summary>Where it was at the last tick that saw it move, and when that was.</summary>
    private long _lastPosition;
    private TimeSpan _lastMove;

    public Upload(DataWorld world, UploadGrant grant, Endpoint remote)
    {
        _world = world;
        Grant = grant;
        Remote = remote;
        _lane = new RateLane(world.Loop, grant.Rate, world.Up, Send);
        _tick = world.Loop.CreateTimer(OnTick);
    }

    public UploadGrant Grant { get; }

    public Endpoint Remote { get; }

    public Loop Loop => _world.Loop;

    /// <summary>From where the peer wants the file.</summary>
    public long Offset { get; private set; }

    /// <summary>The next byte that goes out.</summary>
    public long Position { get; private set; }

    /// <summary>Connects to the peer and offers the file.</summary>
    public void Offer(string nick)
    {
        _dialling = new Dialling(
            link =>
            {
                _pushing = new Pushing(this, link, nick);
                _pushing.Begin();
            },
            reason => End(EndKind.Unreachable, reason));
        _world.Transport.Dial(Loop, null, Remote, Limits.DataDial, _dialling);
    }

    /// <summary>Answers a peer that asked for the file.</summary>
    public void Answer(ILink link, long offset, bool wantsHash)
    {
        var hash = wantsHash && Grant.Sha256 is { } known ? $" sha256={known}\n" : "";
        _header = Encoding.ASCII.GetBytes($"{Grant.Size}{hash}");
        Stream(link, offset);
    }

    /// <summary>Sends from the offset, when the file is open.</summary>
    public void Stream(ILink link, long offset)
    {
        _link = link;
        Offset = Position = _ahead = offset;
        _lastMove = Loop.Now;
        _isReading = true;
        _world.OnWorker(() => SharedFile.Open(Grant, _world.IsPortable), OnOpen);
    }

    /// <summary>How the talk in front of the data ended.</summary>
    public void OnCallEnded(EndKind kind, string reason) => End(kind, reason);

    /// <summary>Ends it.</summary>
    public void Cancel() => End(EndKind.Cancelled, "cancelled");

    /// <summary>Whatever the peer says now is not heard, but an unread byte would turn the end of the stream into a reset.</summary>
    public void OnReadable()
    {
        var strays = stackalloc byte[1024];
        var got = _link!.Receive([new IoRun(strays, 1024)]);
        _strays += Math.Max(0, got);
        if (got < 0 || _strays > Limits.DataText)
        {
            End(EndKind.Broken, got < 0 ? "closed the connection" : "talks into the data");
        }
    }

    public void OnWritable()
    {
        // The link has given all to the system, which goes on when it is closed.
        if (Position == Grant.Size)
        {
            End(EndKind.Done, "");
        }
        else
        {
            Send();
        }
    }

    private void OnOpen(SafeFileHandle? file)
    {
        _isReading = false;
        _file = file;
        if (_isEnded)
        {
            file?.Dispose();
            return;
        }

        if (file is null || Offset > Grant.Size)
        {
            Say(file is null ? "FILE NOT SHARED"u8 : "INVALID REQUEST"u8);
            End(EndKind.Disk, file is null ? $"'{Grant.File}' is not there any more or has changed since it was indexed" : "asked for bytes behind the end");
            return;
        }

        if (_header.Length > 0 && !Say(_header))
        {
            End(EndKind.Broken, "closed the connection");
            return;
        }

        _link!.Attach(Loop, this);
        _tick.Arm(Limits.DataTick);
        Grant.Watcher.OnBegan(this);
        Send();
    }

    /// <summary>Hardly anything was sent before, so the kernel takes it at once.</summary>
    private bool Say(ReadOnlySpan<byte> text)
    {
        fixed (byte* start = text)
        {
            return _link!.Send([new IoRun(start, text.Length)]) == text.Length;
        }
    }

    private void Send()
    {
        for (var turn = 0L; turn < Limits.UploadTurn && !_isEnded;)
        {
            ReadAhead();
            var step = (int)Math.Min(_ahead - Position, IsLimited ? Limits.RateStep : Limits.UploadTurn);
            if (Position == Grant.Size)
            {
                break;
            }

            if (step == 0 || !_lane.TryTake(step))
            {
                return;
            }

            var sent = _link!.SendFile(_file!, Position, step);
            _lane.GiveBack(step - Math.Max(0, sent));
            if (sent < 0)
            {
                End(sent == ILink.FileEnded ? EndKind.Disk : EndKind.Broken, sent == ILink.FileEnded ? $"'{Grant.File}' became shorter while it was sent" : "closed the connection");
                return;
            }

            if (sent == 0)
            {
                break;
            }

            Position += sent;
            turn += sent;
        }

        if (!_isEnded)
        {
            _link!.NotifyWritable();
        }
    }

    private bool IsLimited => Grant.Rate.Rate is not null || _world.Up.Rate is not null;

    private void ReadAhead()
    {
        if (_isReading || _ahead == Grant.Size || _ahead - Position > Limits.ReadAhead / 2)
        {
            return;
        }

        _isReading = true;
        var (file, from, count) = (_file!, _ahead, Math.Min(Limits.ReadAhead, Grant.Size - _ahead));
        _world.OnWorker(() => SharedFile.Fetch(file, from, count), _ =>
        {
            _isReading = false;
            _ahead = from + count;
            if (_isEnded)
            {
                file.Dispose();
            }
            else
            {
                Send();
            }
        });
    }

    private void OnTick()
    {
        if (Position != _lastPosition || _lane.IsWaiting)
        {
            (_lastPosition, _lastMove) = (Position, Loop.Now);
            Grant.Watcher.OnProgress(this);
        }
        else if (Loop.Now - _lastMove >= Limits.DataSilence)
        {
            End(EndKind.Silent, "takes nothing any more");
        }

        if (!_isEnded)
        {
            _tick.Arm(Limits.DataTick);
        }
    }

    private void End(EndKind kind, string text)
    {
        if (_isEnded)
        {
            return;
        }

        _isEnded = true;
        _tick.Disarm();
        _lane.Close();
        _dialling?.Cancel();
        _pushing?.Close();
        _link?.Close();
        if (!_isReading)
        {
            _file?.Dispose();
        }

        Grant.Watcher.OnEnded(this, new DataEnd(kind, text));
    }
}
