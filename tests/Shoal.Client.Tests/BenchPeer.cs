using System.Buffers.Binary;
using Shoal.Bencoding;
using Shoal.Client.Exchange;
using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Peers.Handshaking;
using Shoal.Peers.Messages;
using Shoal.Peers.Tests;

namespace Shoal.Client.Tests;

/// <summary>The other side of one connection.</summary>
internal sealed class BenchPeer(SwarmBench bench, FakeLink link, Peer? peer)
{
    private bool _readHandshake;

    /// <summary>What the swarm knows of it.</summary>
    public Peer Peer => peer ?? throw new InvalidOperationException("it was refused");

    public FakeLink Link => link;

    public bool IsRefused => peer is null;

    /// <summary>The handshake that we were sent, once something was heard.</summary>
    public Handshake Answered { get; private set; }

    /// <summary>Why the swarm ended the connection; null while it lives.</summary>
    public string? Ended => bench.Swarm.Totals.EarlierOf(link.Remote)?.Ended;

    /// <summary>Failed pieces that its ended connections had a part in.</summary>
    public int FailedPieces => bench.Swarm.Totals.EarlierOf(link.Remote)?.Failures ?? 0;

    public void Say(params byte[][] messages)
    {
        foreach (var message in messages)
        {
            link.Deliver(message);
        }

        bench.Loop.Run();
    }

    /// <summary>Takes what we were sent since the last time: id and payload of each message.</summary>
    public List<(MessageKind Kind, byte[] Payload)> Hear()
    {
        bench.Loop.Run();
        var heard = new List<(MessageKind, byte[])>();
        var bytes = link.TakeSent().AsSpan();
        if (!_readHandshake)
        {
            _readHandshake = true;
            Assert.True(Handshake.TryRead(bytes[..68], out var answer));
            Answered = answer;
            bytes = bytes[68..];
        }

        while (!bytes.IsEmpty)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
            heard.Add(length == 0 ? (MessageKind.KeepAlive, []) : ((MessageKind)bytes[4], bytes.Slice(5, length - 1).ToArray()));
            bytes = bytes[(4 + length)..];
        }

        return heard;
    }

    /// <summary>Messages of BEP 52 among those heard now: which, what they name, and their hashes.</summary>
    public List<(MessageKind Kind, HashRequest Request, byte[] Hashes)> HearHashes() =>
        [.. Hear().Where(m => m.Kind is MessageKind.HashRequest or MessageKind.Hashes or MessageKind.HashReject)
            .Select(m => (m.Kind, HashRequest.Read(m.Payload), m.Payload[HashRequest.PayloadLength..]))];

    /// <summary>The blocks named by messages of one kind among those heard now.</summary>
    public List<BlockRequest> HearBlocks(MessageKind kind) =>
        [.. Hear().Where(m => m.Kind == kind).Select(m => new BlockRequest(
            new PieceIndex(BinaryPrimitives.ReadInt32BigEndian(m.Payload)),
            BinaryPrimitives.ReadInt32BigEndian(m.Payload.AsSpan(4)),
            kind == MessageKind.Piece ? m.Payload.Length - 8 : BinaryPrimitives.ReadInt32BigEndian(m.Payload.AsSpan(8))))];

    /// <summary>The peer exchange messages among those heard now, for a peer that takes them as 5.</summary>
    public List<ExchangeMessage> HearExchange()
    {
        var heard = new List<ExchangeMessage>();
        foreach (var (_, payload) in Hear().Where(m => m.Kind == MessageKind.Extended && m.Payload[0] == 5))
        {
            Assert.True(ExchangeMessage.TryRead(payload.AsSpan(1), 1000, out var message, out _));
            heard.Add(message);
        }

        return heard;
    }

    /// <summary>The handshake of BEP 10 among the messages heard now.</summary>
    public BencodeValue HearIntroduction()
    {
        var payload = Assert.Single(Hear(), m => m.Kind == MessageKind.Extended && m.Payload[0] == 0).Payload;
        Assert.True(BencodeDocument.TryParse(payload.AsMemory(1), BencodeOptions.Strict, out var document, out _));
        return document.Root;
    }

    public void Answer(IEnumerable<BlockRequest> requests) => Say([.. requests.Select(r => Wires.Piece(r, new byte[r.Length]))]);
}
