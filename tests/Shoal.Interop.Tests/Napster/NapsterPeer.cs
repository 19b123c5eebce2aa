using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Shoal.Interop.Tests.Napster;

/// <summary>A client written from the protocol's description alone: frames over a socket, payloads in Latin-1.</summary>
internal sealed class NapsterPeer : IDisposable
{
    private static readonly int Patience = (int)Programs.Eventually.Patience.TotalMilliseconds;

    private readonly TcpClient _socket = new();
    private readonly NetworkStream _stream;
    private readonly bool _isBig;

    public NapsterPeer(int port, bool isBig = false, string from = "127.0.0.1")
    {
        _isBig = isBig;
        _socket.Client.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        _stream = Connect("127.0.0.1", port);
    }

    /// <summary>A client of a server anywhere.</summary>
    public NapsterPeer(string host, int port) => _stream = Connect(host, port);

    /// <summary>Its address as the protocol writes it: a number, the first byte the lowest.</summary>
    public uint Address => BinaryPrimitives.ReadUInt32LittleEndian(((IPEndPoint)_socket.Client.LocalEndPoint!).Address.MapToIPv4().GetAddressBytes());

    private NetworkStream Connect(string host, int port)
    {
        _socket.Connect(host, port);
        _socket.NoDelay = true;
        var stream = _socket.GetStream();
        stream.ReadTimeout = Patience;
        stream.WriteTimeout = Patience;
        return stream;
    }

    /// <summary>A user who has logged in; the messages up to the figures are read.</summary>
    public static NapsterPeer User(int port, string nick, string password = "pw", int dataPort = 6699, string from = "127.0.0.1")
    {
        var peer = new NapsterPeer(port, from: from);
        peer.Send(2, $"{nick} {password} {dataPort} \"test 0.1\" 8");
        Assert.StartsWith("3 ", peer.Read(), StringComparison.Ordinal);
        peer.Await(214);
        return peer;
    }

    public void Send(int type, string payload = "") => _stream.Write(Frame(type, payload));

    public byte[] Frame(int type, string payload)
    {
        var bytes = new byte[4 + payload.Length];
        Write(bytes, payload.Length);
        Write(bytes.AsSpan(2), type);
        Encoding.Latin1.GetBytes(payload, bytes.AsSpan(4));
        return bytes;
    }

    public void SendBytes(byte[] bytes) => _stream.Write(bytes);

    /// <summary>The next message, as "type payload".</summary>
    public string Read()
    {
        var header = new byte[4];
        _stream.ReadExactly(header);
        var payload = new byte[Number(header)];
        _stream.ReadExactly(payload);
        return $"{Number(header.AsSpan(2))} {Encoding.Latin1.GetString(payload)}".TrimEnd();
    }

    /// <summary>Reads up to the first message of this type; returns all that came.</summary>
    public List<string> Await(int type)
    {
        List<string> lines = [];
        do
        {
            lines.Add(Read());
        }
        while (lines[^1].Split(' ')[0] != $"{type}");

        return lines;
    }

    /// <summary>Sends a question and reads up to its end.</summary>
    public List<string> Ask(int type, string payload, int end)
    {
        Send(type, payload);
        return Await(end);
    }

    /// <summary>The server has closed the connection.</summary>
    public bool HasEnded()
    {
        try
        {
            return _stream.ReadByte() < 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Write(Span<byte> bytes, int number)
    {
        if (_isBig)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)number);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)number);
        }
    }

    private int Number(ReadOnlySpan<byte> bytes) => _isBig ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
