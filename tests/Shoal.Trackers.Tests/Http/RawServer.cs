using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Shoal.Trackers.Tests.Http;

/// <summary>A server of raw bytes: what it sends is what the test wrote.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly Socket _listener;
    private readonly Func<string, Stream, Task> _serve;
    private readonly Func<Stream, Task<Stream>>? _wrap;
    private readonly Lock _gate = new();
    private readonly List<string> _requests = [];
    private readonly List<IPEndPoint> _from = [];

    /// <summary>Serves each connection with the request's head.</summary>
    public RawServer(Func<string, Stream, Task> serve, string at = "127.0.0.1", Func<Stream, Task<Stream>>? wrap = null)
    {
        (_serve, _wrap) = (serve, wrap);
        var address = IPAddress.Parse(at);
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(address, 0));
        _listener.Listen();
        _ = Accept();
    }

    public RawServer(string answer, string at = "127.0.0.1")
        : this((_, stream) => stream.WriteAsync(Encoding.Latin1.GetBytes(answer)).AsTask(), at)
    {
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Heads of requests, in order.</summary>
    public string[] Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    public IPEndPoint[] From
    {
        get
        {
            lock (_gate)
            {
                return [.. _from];
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task Accept()
    {
        while (true)
        {
            var socket = await _listener.AcceptAsync();
            _ = Serve(socket);
        }
    }

    private async Task Serve(Socket socket)
    {
        await using Stream raw = new NetworkStream(socket, ownsSocket: true);
        try
        {
            await using var stream = _wrap is null ? raw : await _wrap(raw);
            var head = new StringBuilder();
            var one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) == 1)
            {
                head.Append((char)one[0]);
            }

            lock (_gate)
            {
                _requests.Add(head.ToString());
                _from.Add((IPEndPoint)socket.RemoteEndPoint!);
            }

            await _serve(head.ToString(), stream);
            await stream.FlushAsync();
            socket.Shutdown(SocketShutdown.Send);
            // Until the other end has closed: an early close could cost it the answer.
            _ = await stream.ReadAtLeastAsync(one, 1, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, as some tests want it.
        }
    }
}
