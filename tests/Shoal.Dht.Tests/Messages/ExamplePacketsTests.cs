using System.Text;
using Shoal.Dht.Messages;
using Shoal.Runtime;

namespace Shoal.Dht.Tests.Messages;

/// <summary>BEP 5's own examples, read and written.</summary>
public sealed class ExamplePacketsTests
{
    private readonly KrpcReader _reader = new();

    [Fact]
    public void A_ping_is_read_and_written()
    {
        var message = Read(ExamplePackets.Ping);
        Assert.Equal((KrpcKind.Query, KrpcMethod.Ping, KrpcErrorCode.None), (message.Kind, message.Method, message.Fault));
        Assert.Equal(ExamplePackets.Asker, message.Id);
        Assert.Equal("aa"u8, message.TransactionId);
        Assert.Equal(ExamplePackets.Ping, Written(new KrpcQuery { Method = KrpcMethod.Ping, TransactionId = "aa"u8, Id = ExamplePackets.Asker }));
    }

    [Fact]
    public void A_find_node_is_read_and_written()
    {
        var message = Read(ExamplePackets.FindNode);
        Assert.Equal((KrpcKind.Query, KrpcMethod.FindNode, KrpcErrorCode.None), (message.Kind, message.Method, message.Fault));
        Assert.Equal((ExamplePackets.Asker, ExamplePackets.Answerer), (message.Id, message.Target));
        Assert.Equal(ExamplePackets.FindNode, Written(new KrpcQuery { Method = KrpcMethod.FindNode, TransactionId = "aa"u8, Id = ExamplePackets.Asker, Target = ExamplePackets.Answerer }));
    }

    [Fact]
    public void A_get_peers_is_read_and_written()
    {
        var message = Read(ExamplePackets.GetPeers);
        Assert.Equal((KrpcKind.Query, KrpcMethod.GetPeers, KrpcErrorCode.None), (message.Kind, message.Method, message.Fault));
        Assert.Equal((ExamplePackets.Asker, ExamplePackets.Answerer), (message.Id, message.Target));
        Assert.Equal(ExamplePackets.GetPeers, Written(new KrpcQuery { Method = KrpcMethod.GetPeers, TransactionId = "aa"u8, Id = ExamplePackets.Asker, Target = ExamplePackets.Answerer }));
    }

    [Fact]
    public void An_announce_peer_is_read_and_written()
    {
        var message = Read(ExamplePackets.AnnouncePeer);
        Assert.Equal((KrpcKind.Query, KrpcMethod.AnnouncePeer, KrpcErrorCode.None), (message.Kind, message.Method, message.Fault));
        Assert.Equal((ExamplePackets.Asker, ExamplePackets.Answerer, true, (ushort)6881), (message.Id, message.Target, message.ImpliedPort, message.Port));
        Assert.Equal("aoeusnth"u8, message.Token);
        var query = new KrpcQuery
        {
            Method = KrpcMethod.AnnouncePeer,
            TransactionId = "aa"u8,
            Id = ExamplePackets.Asker,
            Target = ExamplePackets.Answerer,
            ImpliedPort = true,
            Port = 6881,
            Token = "aoeusnth"u8,
        };
        Assert.Equal(ExamplePackets.AnnouncePeer, Written(query));
    }

    [Fact]
    public void A_reply_of_an_id_is_read_and_written()
    {
        var message = Read(ExamplePackets.PingReply);
        Assert.Equal((KrpcKind.Reply, KrpcErrorCode.None, ExamplePackets.Answerer), (message.Kind, message.Fault, message.Id));
        Assert.Equal("aa"u8, message.TransactionId);
        Assert.Equal(ExamplePackets.PingReply, Written(new KrpcReply { TransactionId = "aa"u8, Id = ExamplePackets.Answerer }));
    }

    [Fact]
    public void A_reply_of_peers_is_read_and_written()
    {
        var message = Read(ExamplePackets.PeersReply);
        var peers = new List<Endpoint>();
        foreach (var peer in message.Values)
        {
            peers.Add(peer);
        }

        Assert.Equal(["97.120.106.101:11893", "105.100.104.116:28269"], peers.Select(peer => peer.ToString()));
        Assert.Equal("aoeusnth"u8, message.Token);
        Assert.Equal(ExamplePackets.PeersReply, Written(new KrpcReply { TransactionId = "aa"u8, Id = ExamplePackets.Asker, Token = "aoeusnth"u8, Values = peers.ToArray() }));
    }

    [Theory]
    [InlineData(ExamplePackets.FindNodeReply, "")]
    [InlineData(ExamplePackets.NodesReply, "aoeusnth")]
    public void Nodes_that_are_only_dots_are_no_nodes(string packet, string token)
    {
        var message = Read(packet);
        Assert.Equal((KrpcKind.Reply, KrpcErrorCode.None), (message.Kind, message.Fault));
        Assert.True(message.Nodes.IsEmpty);
        Assert.Equal(token, Encoding.Latin1.GetString(message.Token));
    }

    [Fact]
    public void An_error_is_read_and_written()
    {
        var message = Read(ExamplePackets.Error);
        Assert.Equal((KrpcKind.Error, KrpcErrorCode.Generic), (message.Kind, message.ErrorCode));
        Assert.Equal("A Generic Error Ocurred"u8, message.ErrorText);
        Assert.Equal(ExamplePackets.Error, Written(new KrpcError { TransactionId = "aa"u8, Code = KrpcErrorCode.Generic, Text = "A Generic Error Ocurred"u8 }));
    }

    private static string Written(in KrpcQuery query)
    {
        var packet = new byte[Limits.SentLength];
        Assert.True(KrpcWriter.TryWrite(packet, query, out var length));
        return Encoding.Latin1.GetString(packet.AsSpan(0, length));
    }

    private static string Written(in KrpcReply reply)
    {
        var packet = new byte[Limits.SentLength];
        Assert.True(KrpcWriter.TryWrite(packet, reply, out var length));
        return Encoding.Latin1.GetString(packet.AsSpan(0, length));
    }

    private static string Written(in KrpcError error)
    {
        var packet = new byte[Limits.SentLength];
        Assert.True(KrpcWriter.TryWrite(packet, error, out var length));
        return Encoding.Latin1.GetString(packet.AsSpan(0, length));
    }

    private KrpcMessage Read(string packet)
    {
        Assert.True(_reader.TryRead(ExamplePackets.Bytes(packet), out var message));
        return message;
    }
}
