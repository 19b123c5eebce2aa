using System.Net;
using System.Net.Sockets;
using Shoal.Runtime;

namespace Shoal.Net.Sockets.Managed;

/// <summary>
/// A UDP socket of the framework: the first datagram of a batch is waited for asynchronously, the others are read without waiting.
/// </summary>
internal sealed class ManagedDatagrams : IDatagrams, IMail
{
    private readonly Loop _loop;
    private readonly Socket _socket;
    private readonly IDatagramHandler _handler;
    private readonly LoopTimer _pause;
    private readonly SocketAsyncEventArgs _arrival = new();
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(Limits.DatagramLength);
    private readonly EndPoint _any;
    private bool _closed;

    public ManagedDatagrams(Loop loop, Socket socket, Endpoint local, IDatagramHandler handler)
    {
        _loop = loop;
        _socket = socket;
        _handler = handler;
        Local = local;
        _any = new IPEndPoint(local.IsIPv4 ? IPAddress.Any : IPAddress.IPv6Any, 0);
        _pause = loop.CreateTimer(Wait);
        _arrival.SetBuffer(_buffer, 0, _buffer.Length);
        _arrival.Completed += (_, _) => loop.Post(this);
        Wait();
    }

    public Endpoint Local { get; }

    public bool Send(Endpoint to, ReadOnlySpan<byte> datagram)
    {
        if (_closed || to.IsIPv4 != Local.IsIPv4)
        {
            return false;
        }

        try
        {
            return _socket.SendTo(datagram, SocketFlags.None, ManagedTransport.ToFramework(to)) == datagram.Length;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>A datagram came, or the wait for one failed.</summary>
    public void OpenOnLoop()
    {
        if (_closed)
        {
            _arrival.Dispose();
            return;
        }

        if (_arrival.SocketError != SocketError.Success)
        {
            // What an earlier datagram met on its way (a closed port, no route) ends the wait on some systems, and may do so again and again.
            _pause.Arm(Limits.AcceptPause);
            return;
        }

        _handler.OnDatagram(ManagedTransport.FromFramework(_arrival.RemoteEndPoint), _buffer.AsSpan(0, _arrival.BytesTransferred));
        for (var i = 1; i < Limits.DatagramsPerBatch && !_closed && _socket.Available > 0 && TakeOne(); i++)
        {
        }

        Wait();
    }

    public void Close()
    {
        if (!_closed)
        {
            _closed = true;
            _pause.Disarm();
            _socket.Dispose();
        }
    }

    private bool TakeOne()
    {
        try
        {
            var from = _any;
            var got = _socket.ReceiveFrom(_buffer, SocketFlags.None, ref from);
            _handler.OnDatagram(ManagedTransport.FromFramework(from), _buffer.AsSpan(0, got));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Wait()
    {
        if (_closed)
        {
            return;
        }

        _arrival.RemoteEndPoint = _any;
        if (!_socket.ReceiveFromAsync(_arrival))
        {
            _loop.Post(this);
        }
    }
}
