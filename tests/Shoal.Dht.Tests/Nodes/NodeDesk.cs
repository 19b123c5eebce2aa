using Shoal.Dht.Nodes;
using Shoal.Dht.Rates;
using Shoal.Net.Tests;
using Shoal.Runtime;
using Shoal.Trackers.Tests.Announcing;

namespace Shoal.Dht.Tests.Nodes;

/// <summary>A node whose packets the test sees and answers.</summary>
internal sealed class NodeDesk
{
    private int _seen;

    public NodeDesk(NodeOptions? options = null, NodeId? id = null, string local = "127.0.0.1:0", int budget = 1000)
    {
        Loop = new SteppedLoop(Time);
        World = new DhtWorld { Loop = Loop, Transport = Wire, Names = Names, Chance = new SeededChance(1), Secrets = new SeededSecrets(1) };
        Node = DhtNode.Open(World, Some.At(local), id, options ?? new NodeOptions(), new QueryBudget(budget, budget), out _)!;
    }

    public ManualTime Time { get; } = new();

    public FakeWire Wire { get; } = new();

    public FakeNames Names { get; } = new();

    public SteppedLoop Loop { get; }

    public DhtWorld World { get; }

    public DhtNode Node { get; }

    public FakeWire.Port Port => Wire.Ports[0];

    /// <summary>Packets sent since the last call.</summary>
    public List<FakeWire.Sent> Sent()
    {
        Loop.Settle();
        var sent = Wire.Datagrams[_seen..];
        _seen = Wire.Datagrams.Count;
        return sent;
    }

    /// <summary>A stranger's packet, and the answer to it; null where it is silence.</summary>
    public byte[]? Ask(Endpoint from, byte[] packet)
    {
        Sent();
        Port.Hear(from, packet);
        return Sent().Find(s => s.To == from && Packet.Text(s.Bytes, "y") is "r" or "e")?.Bytes;
    }

    /// <summary>Puts a node into the table, as an answer of it would.</summary>
    public NodeContact Known(NodeContact contact)
    {
        Node.Table.OnReply(contact, TimeSpan.FromMilliseconds(50), Loop.Now);
        return contact;
    }

    public static byte[] Transaction(FakeWire.Sent sent) => (byte[])Packet.Read(sent.Bytes, "t")!;
}
