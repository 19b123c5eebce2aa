using Shoal.Dht.Messages;
using Shoal.Runtime;
using Shoal.TrackerServer.Tests;

namespace Shoal.Dht.Tests.Messages;

/// <summary>A node answers thousands of packets a second, and whoever sends them must not make the collector work.</summary>
public sealed class KrpcAllocationTests
{
    private readonly KrpcReader _reader = new();
    private readonly byte[] _packet = new byte[Limits.SentLength];
    private readonly NodeContact[] _nodes =
        [.. Enumerable.Range(1, 8).Select(static i => new NodeContact(ExamplePackets.Asker, Endpoint.FromBytes([1, 2, 3, (byte)i], 6881)))];

    private readonly Endpoint[] _values = [.. Enumerable.Range(1, 200).Select(static i => Endpoint.FromBytes([9, 9, 9, (byte)i], 6881))];
    private int _seen;

    [Fact]
    public void Reading_and_answering_allocates_nothing_whatever_comes()
    {
        byte[][] packets =
        [
            .. new[]
            {
                ExamplePackets.Ping, ExamplePackets.FindNode, ExamplePackets.GetPeers, ExamplePackets.AnnouncePeer, ExamplePackets.PeersReply, ExamplePackets.NodesReply, ExamplePackets.Error,
                "d1:y1:q1:t2:aa1:q4:frob1:ad2:id3:abcee", "d1:y1:r1:t2:aa1:rlee", "d1:t2:aa1:y1:x", "no message",
            }.Select(ExamplePackets.Bytes),
        ];
        Round();
        Assert.Equal(20 * 9, _seen);
        Assert.Equal(0, Garbage.Least(9, Round));

        void Round()
        {
            for (var i = 0; i < 20; i++)
            {
                foreach (var packet in packets)
                {
                    Answer(packet);
                }
            }
        }
    }

    private void Answer(byte[] packet)
    {
        if (!_reader.TryRead(packet, out var message))
        {
            return;
        }

        _seen++;
        var sum = message.Nodes.Length + message.Nodes6.Length + message.ErrorText.Length + message.SeedFilter.Length + (message.ExternalAddress?.Port ?? 0) + (message.WantsV6 ? 1 : 0);
        foreach (var value in message.Values)
        {
            sum += value.Port;
        }

        foreach (var contact in message.Contacts(isIPv4: true))
        {
            sum += contact.Endpoint.Port;
        }

        Assert.True(sum >= 0 && message.Fault == KrpcErrorCode.None
            ? KrpcWriter.TryWrite(_packet, Reply(message), out _) && KrpcWriter.TryWrite(_packet, Query(message), out _)
            : KrpcWriter.TryWrite(_packet, new KrpcError { TransactionId = message.TransactionId, Code = message.Fault, Text = message.FaultText, Requester = _values[0] }, out _));
    }

    private KrpcReply Reply(in KrpcMessage message) => new()
    {
        TransactionId = message.TransactionId,
        Id = message.Target,
        HasNodes = true,
        Nodes = _nodes,
        Values = _values,
        Token = "12345678"u8,
        Requester = _values[0],
        Version = "SH01"u8,
    };

    private static KrpcQuery Query(in KrpcMessage message) => new()
    {
        Method = KrpcMethod.AnnouncePeer,
        TransactionId = message.TransactionId,
        Id = message.Id,
        Target = message.Target,
        Token = message.Token,
        Port = 6881,
        WantsV4 = true,
    };
}
