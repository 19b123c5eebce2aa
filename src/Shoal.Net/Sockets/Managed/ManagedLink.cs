using System.Buffers;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Shoal.Runtime;

namespace Shoal.Net.Sockets.Managed;

/// <summary>
/// A TCP connection by the framework's socket: bytes move by non-blocking calls on the loop, as with epoll; only readiness is learnt asynchronously.
/// <code>
///   empty receive completes ─► mail ─► OnReadable ─► Receive, no wait ─► empty receive …
///   Send, no wait ─► kernel full ─► a tail is taken and sent asynchronously ─► mail ─► OnWritable
/// </code>
/// So an idle link holds no buffer.
/// </summary>
internal sealed class ManagedLink : ILink
{
    private readonly Socket _socket;
    private readonly SocketAsyncEventArgs _arrival = new();
    private readonly SocketAsyncEventArgs _departure = new();
    private readonly Lock _gate = new();

    /// <summary>Whom the link reports to. Changed on its loop, read where an operation completes; guarded by the gate.</summary>
    private Attachment? _attachment;

    /// <summary>An empty receive is under way; it outlives a move to another loop. Guarded by the gate.</summary>
    private bool _isWaiting;

    /// <summary>The tail is under way. Guarded by the gate.</summary>
    private bool _isSending;

    /// <summary>The tail could not be sent.</summary>
    private volatile bool _isBroken;
    private bool _closed;

    public ManagedLink(Socket socket, Endpoint local, Endpoint remote)
    {
        _socket = socket;
        Local = local;
        Remote = remote;
        _arrival.SetBuffer([], 0, 0);
        _arrival.Completed += (_, _) => OnArrival();
        _departure.Completed += (_, _) => OnDeparture();
    }

    public Endpoint Remote { get; }

    public Endpoint Local { get; }

    private bool IsSending
    {
        get
        {
            lock (_gate)
            {
                return _isSending;
            }
        }
    }

    public int Receive(ReadOnlySpan<IoRun> into)
    {
        if (into.Length == 1)
        {
            return Receive(into[0].Span);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(LengthOf(into), Limits.ManagedBatch));
        var got = Receive(buffer.AsSpan(0, Math.Min(LengthOf(into), Limits.ManagedBatch)));
        var rest = buffer.AsSpan(0, Math.Max(0, got));
        foreach (var run in into)
        {
            var take = Math.Min(run.Length, rest.Length);
            rest[..take].CopyTo(run.Span);
            rest = rest[take..];
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return got;
    }

    public int Send(ReadOnlySpan<IoRun> from)
    {
        if (_isBroken || IsSending || LengthOf(from) == 0)
        {
            return _isBroken ? ILink.Closed : 0;
        }

        var length = Math.Min(LengthOf(from), Limits.ManagedBatch);
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        var rest = buffer.AsSpan(0, length);
        foreach (var run in from)
        {
            var take = Math.Min(run.Length, rest.Length);
            run.Span[..take].CopyTo(rest);
            rest = rest[take..];
        }

        var sent = _socket.Send(buffer.AsSpan(0, length), SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
        {
            sent = Math.Min(length, Limits.ManagedTail);
            SendTail(buffer.AsSpan(0, sent));
        }
        else if (error != SocketError.Success)
        {
            sent = ILink.Closed;
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return sent;
    }

    /// <summary>Nothing is read from the file while the kernel has no room.</summary>
    public int SendFile(SafeFileHandle file, long offset, int count) =>
        _isBroken ? ILink.Closed : IsSending ? 0 : FileCopy.Send(this, file, offset, Math.Min(count, Limits.ManagedBatch));

    public void NotifyWritable()
    {
        if (_attachment is { } attachment)
        {
            attachment.WantsWritable = true;
            if (!IsSending)
            {
                attachment.PostWritable();
            }
        }
    }

    public void Attach(Loop loop, ILinkHandler handler)
    {
        Invariant.Check(_attachment is null);
        lock (_gate)
        {
            _attachment = new Attachment(this, loop, handler);
        }

        WaitForBytes();
    }

    public void Detach()
    {
        lock (_gate)
        {
            _attachment?.End();
            _attachment = null;
        }
    }

    public void Close()
    {
        if (!_closed)
        {
            _closed = true;
            Detach();
            EndSending();
            _socket.Dispose();
            _arrival.Dispose();
            _departure.Dispose();
        }
    }

    /// <summary>Level-triggered: while bytes are left, or the stream has ended, this completes at once.</summary>
    public void WaitForBytes()
    {
        lock (_gate)
        {
            if (_isWaiting)
            {
                return;
            }

            _isWaiting = true;
        }

        if (!_socket.ReceiveAsync(_arrival))
        {
            OnArrival();
        }
    }

    /// <summary>Without it the framework, which waits for bytes, closes the connection by a reset, and what the system has not sent yet is lost.</summary>
    private void EndSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // It is broken already.
        }
    }

    private static int LengthOf(ReadOnlySpan<IoRun> runs)
    {
        var length = 0;
        foreach (var run in runs)
        {
            length += run.Length;
        }

        return length;
    }

    private int Receive(Span<byte> into)
    {
        var got = _socket.Receive(into, SocketFlags.None, out var error);
        return error == SocketError.WouldBlock ? 0 : error == SocketError.Success && got > 0 ? got : ILink.Closed;
    }

    private void SendTail(ReadOnlySpan<byte> tail)
    {
        // Not pooled: a link that was closed meanwhile may still be sending from it.
        _departure.SetBuffer(tail.ToArray());
        lock (_gate)
        {
            _isSending = true;
        }

        if (!_socket.SendAsync(_departure))
        {
            OnDeparture();
        }
    }

    /// <summary>On any thread.</summary>
    private void OnArrival()
    {
        lock (_gate)
        {
            _isWaiting = false;
            _attachment?.PostReadable();
        }
    }

    /// <summary>On any thread.</summary>
    private void OnDeparture()
    {
        _isBroken |= _departure.SocketError != SocketError.Success;
        lock (_gate)
        {
            _isSending = false;
            _attachment?.PostWritable();
        }
    }
}
