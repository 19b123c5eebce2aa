using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Shoal.Net.Sockets.Managed;
using Shoal.Runtime;

namespace Shoal.Net.Sockets.Packets;

/// <summary>One socket of the framework and the thread that waits at it: a system call for each packet. Where it hears on all addresses, the system chooses the one that answers.</summary>
internal sealed class ManagedThread : PacketThread
{
    private readonly Socket _socket;
    private readonly IPacketService _service;
    private readonly SocketAddress _from;
    private readonly byte[] _packet = new byte[Limits.PacketLength];
    private readonly byte[] _reply = new byte[Limits.PacketLength];

    private ManagedThread(Socket socket, Endpoint local, IPacketService service, string name, Action<Exception> onCrash)
        : base(name, onCrash)
    {
        _socket = socket;
        _service = service;
        _from = new SocketAddress(socket.AddressFamily);
        Local = local;
    }

    public Endpoint Local { get; }

    public static ManagedThread? Open(Endpoint local, Func<Endpoint, IPacketService> serve, string name, Action<Exception> onCrash, out string? failure)
    {
        Socket? socket = null;
        try
        {
            socket = ManagedTransport.Open(local, SocketType.Dgram);
            socket.Bind(ManagedTransport.ToFramework(local));
            failure = null;
            var bound = ManagedTransport.FromFramework(socket.LocalEndPoint);
            return new ManagedThread(socket, bound, serve(bound), name, onCrash);
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            failure = e.Message;
            return null;
        }
    }

    protected override void Serve()
    {
        while (!IsStopping)
        {
            ServeOne();
        }
    }

    /// <summary>A wait at a socket ends when that is closed.</summary>
    protected override void Wake() => _socket.Dispose();

    protected override void Close() => _socket.Dispose();

    private void ServeOne()
    {
        try
        {
            var got = _socket.ReceiveFrom(_packet, SocketFlags.None, _from);
            _service.BeginBatch();
            var length = _service.Answer(Read(_from), _packet.AsSpan(0, got), _reply);
            if (length > 0)
            {
                _socket.SendTo(_reply.AsSpan(0, length), SocketFlags.None, _from);
            }
        }
        catch (ObjectDisposedException) when (IsStopping)
        {
            // The end of the wait.
        }
        catch (SocketException)
        {
            // What an earlier answer met on its way, a packet longer than the buffer where that is an error, or the end: no more than one packet is lost.
        }
    }

    private static Endpoint Read(SocketAddress address)
    {
        var bytes = address.Buffer.Span;
        var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        return address.Family == AddressFamily.InterNetwork ? Endpoint.FromBytes(bytes.Slice(4, 4), port) : Endpoint.FromBytes(bytes.Slice(8, 16), port);
    }
}
