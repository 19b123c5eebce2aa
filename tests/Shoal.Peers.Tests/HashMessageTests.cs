using Shoal.Metainfo;
using Shoal.Peers.Messages;

namespace Shoal.Peers.Tests;

/// <summary>BEP 52: hash request, hashes, hash reject.</summary>
public sealed class HashMessageTests
{
    private static readonly HashRequest Request = new(new Sha256Hash(Wires.Random(1, 32)), BaseLayer: 2, Index: 1536, Length: 512, ProofLayers: 11);

    [Fact]
    public void They_are_framed_as_the_BEP_says()
    {
        using var ends = new Ends();
        var hashes = Wires.Random(2, 96);

        ends.Connection.Send(MessageKind.HashRequest, Request);
        ends.Connection.Send(MessageKind.HashReject, Request);
        ends.Connection.SendHashes(Request, hashes);
        Assert.True(ends.Connection.QueuedControl > 96);
        ends.Loop.Run();

        Assert.Equal([.. Wires.Hash(21, Request), .. Wires.Hash(23, Request), .. Wires.Hash(22, Request, hashes)], ends.Link.Sent);
        Assert.Equal(4 + 49, Wires.Hash(21, Request).Length);
        Assert.Equal(0, ends.Connection.QueuedControl);
    }

    [Fact]
    public void What_was_written_is_read_again()
    {
        var bytes = new byte[HashRequest.PayloadLength];
        Request.Write(bytes);
        Assert.Equal(Request, HashRequest.Read(bytes));
        var message = new PeerMessage(MessageKind.Hashes, [.. bytes, .. Wires.Random(3, 64)]);
        Assert.Equal(Request, message.HashRequest);
        Assert.Equal(Wires.Random(3, 64), message.Hashes);
    }
}
