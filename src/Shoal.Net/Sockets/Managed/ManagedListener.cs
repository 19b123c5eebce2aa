using System.Net.Sockets;
using Shoal.Runtime;

namespace Shoal.Net.Sockets.Managed;

/// <summary>A listening socket that accepts one connection after the other, each handed over on the loop.</summary>
internal sealed class ManagedListener : IListener, IMail
{
    private readonly Loop _loop;
    private readonly Socket _socket;
    private readonly IAcceptHandler _handler;
    private readonly LoopTimer _pause;
    private readonly SocketAsyncEventArgs _accept = new();
    private bool _closed;

    public ManagedListener(Loop loop, Socket socket, Endpoint local, IAcceptHandler handler)
    {
        _loop = loop;
        _socket = socket;
        _handler = handler;
        Local = local;
        _pause = loop.CreateTimer(Accept);
        _accept.Completed += (_, _) => loop.Post(this);
        Accept();
    }

    public Endpoint Local { get; }

    /// <summary>No descriptor was left for the next connection.</summary>
    public bool IsResting { get; private set; }

    /// <summary>An accept ended.</summary>
    public void OpenOnLoop()
    {
        var (error, accepted) = (_accept.SocketError, _accept.AcceptSocket);
        _accept.AcceptSocket = null;
        if (_closed)
        {
            accepted?.Dispose();
            _accept.Dispose();
            return;
        }

        if (error is SocketError.Success && accepted is not null)
        {
            if (ManagedTransport.Adopt(accepted) is { } link)
            {
                _handler.OnAccepted(link);
            }
        }
        else if (error is not (SocketError.ConnectionAborted or SocketError.ConnectionReset))
        {
            IsResting = true;
            _pause.Arm(Limits.AcceptPause);
            return;
        }

        Accept();
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

    private void Accept()
    {
        IsResting = false;
        if (!_closed && !_socket.AcceptAsync(_accept))
        {
            _loop.Post(this);
        }
    }
}
