using System.Buffers.Binary;
using Shoal.Dht;
using Shoal.Dht.Messages;
using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Simulation.Dht;

/// <summary>Somebody with a port and no node, who asks what it likes, and in whose name it likes.</summary>
internal sealed class Stranger : IDatagramHandler
{
    private readonly PacketNetwork _network;
    private readonly KrpcReader _reader = new();
    private readonly byte[] _packet = new byte[1500];
    private readonly IDatagrams _port;
    private readonly NodeId _id;
    private uint _transaction;

    public Stranger(PacketNetwork network, Endpoint at)
    {
        _network = network;
        _port = new PacketHost(network, at.WithPort(0)).OpenDatagrams(network.Loop, at, this, out _)!;
        Span<byte> id = stackalloc byte[NodeId.Length];
        network.Secrets.Fill(id);
        _id = new NodeId(id);
    }

    public Endpoint Local => _port.Local;

    /// <summary>Packets that came.</summary>
    public int Packets { get; private set; }

    /// <summary>Their bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Of them, those that were replies and no errors.</summary>
    public int Replies { get; private set; }

    /// <summary>What the last reply brought; empty for nothing.</summary>
    public byte[] Token { get; private set; } = [];

    /// <summary>Hears of each reply.</summary>
    public Action? Replied { get; set; }

    /// <summary>Sends a query, from its own address or, as it says, from another; returns its length.</summary>
    public int Ask(Endpoint to, in KrpcQuery query, Endpoint? inTheNameOf = null)
    {
        Span<byte> transaction = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(transaction, ++_transaction);
        Invariant.Check(KrpcWriter.TryWrite(_packet, query with { TransactionId = transaction, Id = _id }, out var length));
        _network.Send(inTheNameOf ?? Local, to, _packet.AsSpan(0, length));
        return length;
    }

    public void OnDatagram(Endpoint from, ReadOnlySpan<byte> datagram)
    {
        Packets++;
        Bytes += datagram.Length;
        if (_reader.TryRead(datagram, out var message) && message.Kind == KrpcKind.Reply)
        {
            Replies++;
            Token = message.Token.ToArray();
            Replied?.Invoke();
        }
    }
}
