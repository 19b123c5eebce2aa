using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Fuzz.Connections;

/// <summary>One end of a connection in memory, level-triggered as a socket is. An intruder holds its end without a handler.</summary>
internal sealed class PairLink : ILink
{
    /// <summary>What a receiver's socket holds; the sender waits behind it.</summary>
    private const int Buffer = 256 * 1024;

    private readonly ByteQueue _arrived = new();
    private ILinkHandler? _handler;
    private bool _wantsWritable;

    private PairLink(Endpoint local, Endpoint remote) => (Local, Remote) = (local, remote);

    public Endpoint Remote { get; }

    public Endpoint Local { get; }

    /// <summary>The other end.</summary>
    public PairLink Other { get; private set; } = null!;

    public bool IsClosed { get; private set; }

    /// <summary>Bytes that wait to be read here.</summary>
    public ReadOnlySpan<byte> Arrived => _arrived.All;

    private int Room => Math.Max(0, Buffer - Other._arrived.Count);

    /// <summary>An established connection; returns the dialler's end.</summary>
    public static PairLink Connect(Endpoint dialler, Endpoint listener)
    {
        var (near, far) = (new PairLink(dialler, listener), new PairLink(listener, dialler));
        (near.Other, far.Other) = (far, near);
        return near;
    }

    public int Receive(ReadOnlySpan<IoRun> into)
    {
        Invariant.Check(!IsClosed);
        var got = 0;
        foreach (var run in into)
        {
            // The kernel may write anywhere in a run that it was given; what is not told as received is garbage.
            run.Span.Fill(0xee);
            got += _arrived.Take(run.Span);
        }

        return got > 0 || !Other.IsClosed ? got : ILink.Closed;
    }

    public int Send(ReadOnlySpan<IoRun> from)
    {
        Invariant.Check(!IsClosed);
        if (Other.IsClosed)
        {
            return ILink.Closed;
        }

        var sent = 0;
        foreach (var run in from)
        {
            var take = Math.Min(run.Length, Room);
            Other._arrived.Put(run.Span[..take]);
            sent += take;
        }

        return sent;
    }

    public void NotifyWritable() => _wantsWritable = true;

    public void Attach(Loop loop, ILinkHandler handler)
    {
        Invariant.Check(_handler is null && !IsClosed);
        _handler = handler;
    }

    public void Detach() => _handler = null;

    public void Close()
    {
        IsClosed = true;
        _handler = null;
    }

    /// <summary>Reports readiness, as a loop would; true where there was any.</summary>
    public bool Dispatch()
    {
        if (_handler is null)
        {
            return false;
        }

        var isWritable = _wantsWritable && (Room > 0 || Other.IsClosed);
        if (isWritable)
        {
            _wantsWritable = false;
            _handler.OnWritable();
        }

        var isReadable = _handler is not null && (_arrived.Count > 0 || Other.IsClosed);
        if (isReadable)
        {
            _handler!.OnReadable();
        }

        return isReadable || isWritable;
    }

    /// <summary>For an end without a handler: bytes that the other end finds.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => Other._arrived.Put(bytes);

    /// <summary>For an end without a handler: so many bytes were read.</summary>
    public void Skip(int count) => _arrived.Skip(count);
}
