using Shoal.Dht;
using Shoal.Dht.Messages;
using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Simulation.Dht;

/// <summary>What one node of an attacker answers: others of its own, each time others, no peers, and a token, so that announces come and end here.</summary>
internal sealed class CrowdMask(IDatagramHandler inner, PacketPort port, NodeId id, Crowd crowd, IChance chance) : IDatagramHandler
{
    private readonly KrpcReader _reader = new();
    private readonly byte[] _packet = new byte[1500];

    public void OnDatagram(Endpoint from, ReadOnlySpan<byte> datagram)
    {
        if (!_reader.TryRead(datagram, out var message) || message.Kind != KrpcKind.Query || message.Method == KrpcMethod.Ping)
        {
            inner.OnDatagram(from, datagram);
            return;
        }

        Span<NodeContact> nodes = stackalloc NodeContact[8];
        foreach (ref var node in nodes)
        {
            node = crowd.Contacts[chance.Below(crowd.Contacts.Count)];
        }

        var reply = new KrpcReply
        {
            TransactionId = message.TransactionId,
            Id = id,
            Requester = from,
            HasNodes = message.Method != KrpcMethod.AnnouncePeer,
            Nodes = nodes,
            Token = message.Method == KrpcMethod.GetPeers ? "mine"u8 : default,
        };
        if (KrpcWriter.TryWrite(_packet, reply, out var length))
        {
            port.Send(from, _packet.AsSpan(0, length));
        }
    }
}
