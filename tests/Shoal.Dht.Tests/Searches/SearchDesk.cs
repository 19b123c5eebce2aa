using Shoal.Dht.Tests.Nodes;
using Shoal.Metainfo;
using Shoal.Net.Tests;
using Shoal.Runtime;
using Shoal.Trackers.Tests.Announcing;

namespace Shoal.Dht.Tests.Searches;

/// <summary>A client with a node of each family, each of which knows some nodes, and what they answer.</summary>
internal sealed class SearchDesk
{
    private int _seen;

    public SearchDesk(int known = 1, int queriesPerSecond = 100)
    {
        Loop = new SteppedLoop(Time);
        var world = new DhtWorld { Loop = Loop, Transport = Wire, Names = new FakeNames(), Chance = new SeededChance(1), Secrets = new SeededSecrets(1) };
        Service = new DhtService(world, new DhtOptions { Bootstrap = [], QueriesPerSecond = queriesPerSecond });
        Assert.Null(Service.Open([Some.At("0.0.0.0:0"), Some.At("[::]:0")], null));
        for (var i = 0; i < known; i++)
        {
            Know(Service.Nodes[0], Some.Secure(i));
            Know(Service.Nodes[1], new NodeContact(Some.Secure(1000 + i).Id, Some.At($"[2001:db8:{i + 1}::1]:6881")));
        }
    }

    public ManualTime Time { get; } = new();

    public FakeWire Wire { get; } = new();

    public SteppedLoop Loop { get; }

    public DhtService Service { get; }

    /// <summary>Nodes by where they are.</summary>
    public Dictionary<Endpoint, NodeId> Ids { get; } = [];

    /// <summary>What a node says beside its id and token; null where it says nothing at all.</summary>
    public Func<FakeWire.Sent, Packet, Packet?> Reply { get; set; } = (_, reply) => reply;

    /// <summary>Announces that were received.</summary>
    public List<FakeWire.Sent> Announced { get; } = [];

    public static Sha1Hash Torrent { get; } = new(Packet.BytesOf(Some.Id("00112233445566778899aabbccddeeff00112233")));

    /// <summary>Packets since the last call.</summary>
    public List<FakeWire.Sent> Sent()
    {
        Loop.Settle();
        var sent = Wire.Datagrams[_seen..];
        _seen = Wire.Datagrams.Count;
        return sent;
    }

    /// <summary>Lets time pass, while the nodes answer after ten milliseconds.</summary>
    public void Run(double seconds)
    {
        for (var end = Loop.Now + TimeSpan.FromSeconds(seconds); Loop.Now < end;)
        {
            var sent = Sent();
            Loop.RunFor(TimeSpan.FromMilliseconds(10));
            sent.ForEach(Answer);
        }
    }

    private void Answer(FakeWire.Sent sent)
    {
        var method = Packet.Text(sent.Bytes, "q");
        if (method == "announce_peer")
        {
            Announced.Add(sent);
        }

        var reply = Packet.Reply(NodeDesk.Transaction(sent), Ids[sent.To]);
        if (Reply(sent, method == "get_peers" ? reply.With("token", "12345678") : reply) is { } given)
        {
            sent.Answer(given.Bytes());
        }
    }

    private void Know(Dht.Nodes.DhtNode node, NodeContact contact)
    {
        Ids[contact.Endpoint] = contact.Id;
        node.Table.OnReply(contact, TimeSpan.FromMilliseconds(10), Loop.Now);
    }
}
