using Shoal.Client;
using Shoal.Metainfo;
using Shoal.Metainfo.Creating;
using Shoal.Peers.Messages;
using Shoal.Peers.Tests;

namespace Shoal.Simulation.Tests.Clients;

/// <summary>A client hears well-formed and ill-formed nonsense from one peer, and then fetches from an honest one.</summary>
public sealed class PeerConnectionTests
{
    private const int Pieces = 10;
    private const string Twice = "said twice what it has";

    private static readonly byte[] HaveAll = Wires.Message(14);
    private static readonly byte[] HaveNone = Wires.Message(15);

    public static TheoryData<byte[][], bool, string> Contradictions => new()
    {
        { [HaveAll, HaveNone, HaveAll, HaveNone], false, Twice },
        { [HaveNone, HaveAll, HaveNone, HaveAll], false, Twice },
        { [HaveAll, HaveNone, HaveAll, HaveNone], true, "is a seed, and so are we" },
        { [Wires.Message(5, 0x10, 0), HaveNone], false, Twice },
        { [Wires.Message(5, 0x10, 0), HaveAll], false, Twice },
        { [Wires.Message(5, 0xff, 0xc0), HaveAll], false, Twice },
        { [Wires.Message(5, 0xff, 0xc0), HaveNone], false, Twice },
        { [Wires.Message(5, 0xff)], false, "sent a bitfield of the wrong length or with spare bits set" },
        { [Wires.Message(5, 0xff, 0xc0, 0)], false, "sent a bitfield of the wrong length or with spare bits set" },
        { [[.. Wires.Number(2_000_000), 0]], false, "sent a message of 2000000 bytes" },
        { [HaveAll, Wires.Message(0, 1)], false, "sent a Choke message of 2 bytes" },
        { [Wires.Message(4, 0)], false, "sent a Have message of 2 bytes" },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Who_contradicts_itself_or_the_protocol_is_closed_with_the_reason_and_others_go_on(byte[][] said, bool isSeed, string reason)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make();
        var client = simulation.Add();
        var torrent = isSeed ? client.Seed(share) : client.Get(share.Metainfo);
        var peer = new ScriptedPeer(simulation.World);
        peer.Dial(client.Endpoint, SimulatedClient.Greeting(share.Metainfo.InfoHashes));
        peer.Say(said);
        simulation.RunUntil("it is closed", () => peer.IsOver, TimeSpan.FromSeconds(5));
        Assert.Equal(reason, client.EndedWith(torrent, peer.Endpoint));
        var other = simulation.Add();
        if (isSeed)
        {
            other.Complete(other.Get(share.Metainfo, client.Endpoint), share);
        }
        else
        {
            other.Seed(share);
            torrent.AddPeer(other.Endpoint);
            client.Complete(torrent, share);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds.All), MemberType = typeof(Kinds))]
    public void What_is_asked_for_before_an_unchoke_is_rejected_and_a_message_that_nobody_knows_is_passed_over(TorrentFormat format, bool isV6)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(format);
        var client = simulation.Add(Kinds.Line(isV6));
        var torrent = client.Get(share.Metainfo);
        var peer = new ScriptedPeer(simulation.World, Kinds.Line(isV6));
        peer.Dial(client.Endpoint, SimulatedClient.Greeting(share.Metainfo.InfoHashes));
        peer.Say(Wires.Message(255), HaveAll, Wires.Message(255, 1, 2, 3), Wires.Message(2), Wires.Request(6, Wires.Block(1, 0, 16384)));
        simulation.RunFor(TimeSpan.FromSeconds(60));
        Assert.Contains(peer.Heard, m => m.Kind == MessageKind.Reject && m.Payload.AsSpan().SequenceEqual(Wires.Request(6, Wires.Block(1, 0, 16384)).AsSpan(5)));
        Assert.False(peer.IsOver);
        Assert.Null(client.EndedWith(torrent, peer.Endpoint));
    }

    [Fact]
    public void Who_names_a_torrent_that_is_not_here_is_hung_up_on_without_a_word()
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make();
        var client = simulation.Add();
        var torrent = client.Get(share.Metainfo);
        var peer = new ScriptedPeer(simulation.World);
        peer.Dial(client.Endpoint, SimulatedClient.Greeting(new InfoHashes(new Sha1Hash("00000000000000000000"u8), null)));
        simulation.RunUntil("it is closed", () => peer.IsOver, TimeSpan.FromSeconds(5));
        Assert.Null(peer.Answered);
        Assert.Empty(client.Look(torrent).Peers);
    }

    /// <summary>BEP 3 alone: no handshake of BEP 10, no rejects of BEP 6, and no bitfield from who has nothing.</summary>
    [Theory]
    [MemberData(nameof(Kinds.All), MemberType = typeof(Kinds))]
    public void A_peer_without_any_extension_is_told_nothing_that_it_does_not_know_and_is_fetched_from(TorrentFormat format, bool isV6)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(format);
        var client = simulation.Add(Kinds.Line(isV6));
        var torrent = client.Get(share.Metainfo);
        var peer = new ScriptedPeer(simulation.World, Kinds.Line(isV6));
        peer.Reacting = (kind, payload) =>
        {
            if (kind == MessageKind.Request)
            {
                var (piece, begin, length) = (payload[3], System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(payload.AsSpan(4)), System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(payload.AsSpan(8)));
                peer.Say(Wires.Piece(Wires.Block(piece, begin, length), share.Piece(piece)[begin..(begin + length)]));
            }
        };
        peer.Dial(client.Endpoint, SimulatedClient.Greeting(share.Metainfo.InfoHashes, fast: false));
        peer.Say(Wires.Message(5, 0xff, 0xc0), Wires.Message(1));
        client.Complete(torrent, share);
        Assert.DoesNotContain(peer.Heard, m => m.Kind is not (MessageKind.Interested or MessageKind.NotInterested or MessageKind.Request or MessageKind.Have or MessageKind.Choke or MessageKind.Unchoke or MessageKind.KeepAlive or MessageKind.Cancel));
        Assert.Equal(Pieces, client.Look(torrent).PiecesFetched);
    }
}
