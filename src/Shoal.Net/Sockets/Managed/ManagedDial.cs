using System.Net.Sockets;
using Shoal.Runtime;

namespace Shoal.Net.Sockets.Managed;

/// <summary>A connection being made: ends once, by success, failure or time-out.</summary>
internal sealed class ManagedDial : IMail
{
    private readonly Loop _loop;
    private readonly Socket _socket;
    private readonly IDialHandler _handler;
    private readonly LoopTimer _timer;
    private readonly SocketAsyncEventArgs _connect = new();
    private bool _ended;

    private ManagedDial(Loop loop, Socket socket, Endpoint remote, IDialHandler handler)
    {
        _loop = loop;
        _socket = socket;
        _handler = handler;
        _timer = loop.CreateTimer(() => End("timed out"));
        _connect.RemoteEndPoint = ManagedTransport.ToFramework(remote);
        _connect.Completed += (_, _) => loop.Post(this);
    }

    public static void Start(Loop loop, Endpoint? local, Endpoint remote, TimeSpan timeout, IDialHandler handler)
    {
        Socket? socket = null;
        try
        {
            socket = ManagedTransport.Open(remote, SocketType.Stream);
            if (local is { } from)
            {
                socket.Bind(ManagedTransport.ToFramework(from));
            }

            var dial = new ManagedDial(loop, socket, remote, handler);
            dial._timer.Arm(timeout);
            if (!socket.ConnectAsync(dial._connect))
            {
                // The handler hears of it later, as of every other end: never within the call that dialled.
                loop.Post(dial);
            }
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            loop.Post(() => handler.OnDialFailed(e.Message));
        }
    }

    /// <summary>The connect ended, perhaps because the time-out closed the socket.</summary>
    public void OpenOnLoop() =>
        End(_connect.SocketError == SocketError.Success ? null : new SocketException((int)_connect.SocketError).Message);

    private void End(string? failure)
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        _timer.Disarm();
        if (failure is null && ManagedTransport.Adopt(_socket) is { } link)
        {
            _connect.Dispose();
            _handler.OnConnected(link);
            return;
        }

        _socket.Dispose();
        _connect.Dispose();
        _handler.OnDialFailed(failure ?? "closed the connection");
    }
}
