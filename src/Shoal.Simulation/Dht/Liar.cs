using Shoal.Dht;
using Shoal.Dht.Messages;
using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Simulation.Dht;

/// <summary>Answers every question for nodes or peers at once: with nodes beside whatever is asked for, at addresses where nobody is, and with peers that nobody announced.</summary>
internal sealed class Liar(IDatagramHandler inner, PacketPort port, PacketNetwork network, NodeId id) : IDatagramHandler
{
    private readonly KrpcReader _reader = new();
    private readonly byte[] _packet = new byte[1500];

    public void OnDatagram(Endpoint from, ReadOnlySpan<byte> datagram)
    {
        if (!_reader.TryRead(datagram, out var message) || message.Kind != KrpcKind.Query || message.Method is not (KrpcMethod.FindNode or KrpcMethod.GetPeers))
        {
            inner.OnDatagram(from, datagram);
            return;
        }

        Span<NodeContact> nodes = stackalloc NodeContact[8];
        foreach (ref var node in nodes)
        {
            node = new NodeContact(Beside(message.Target), network.Addresses.Next(port.Local.IsIPv4).WithPort(6881));
        }

        Endpoint[] peers = message.Method == KrpcMethod.GetPeers ? [network.Addresses.Next(port.Local.IsIPv4).WithPort(51413)] : [];
        var reply = new KrpcReply
        {
            TransactionId = message.TransactionId,
            Id = id,
            Requester = from,
            HasNodes = port.Local.IsIPv4,
            HasNodes6 = !port.Local.IsIPv4,
            Nodes = nodes,
            Nodes6 = nodes,
            Token = message.Method == KrpcMethod.GetPeers ? "liar"u8 : default,
            Values = peers,
        };
        if (KrpcWriter.TryWrite(_packet, reply, out var length))
        {
            port.Send(from, _packet.AsSpan(0, length));
        }
    }

    /// <summary>The first six bytes are the target's, the others chance.</summary>
    private NodeId Beside(NodeId target)
    {
        Span<byte> bytes = stackalloc byte[NodeId.Length];
        target.Write(bytes);
        network.Secrets.Fill(bytes[6..]);
        return new NodeId(bytes);
    }
}
