using Shoal.Dht.Nodes;

namespace Shoal.Dht.Tests.Nodes;

public class UpkeepTests
{
    private static readonly NodeContact Asker = Some.Secure(400);

    [Fact]
    public void Who_asked_us_is_asked_when_its_router_has_forgotten_us_and_comes_in_by_its_answer()
    {
        var desk = Crowded();
        desk.Ask(Asker.Endpoint, Packet.Query("ping", Asker.Id).Bytes());
        Assert.Empty(Asked(desk, TimeSpan.FromMinutes(2.9)));
        var sent = Enumerable.Range(0, 40).Select(_ => Asked(desk, TimeSpan.FromSeconds(1))).First(asked => asked.Count > 0).Single();
        sent.Answer(Packet.Reply(NodeDesk.Transaction(sent), Asker.Id).Bytes());
        Assert.Contains(Asker, desk.Node.Table.Rows().Select(r => r.Contact));
    }

    [Fact]
    public void Who_is_read_only_is_not_asked()
    {
        var desk = Crowded();
        desk.Ask(Asker.Endpoint, Packet.Query("ping", Asker.Id).Top("ro", new System.Numerics.BigInteger(1)).Bytes());
        Assert.Empty(Asked(desk, TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void A_node_that_knows_hardly_anybody_asks_at_once()
    {
        var desk = new NodeDesk();
        desk.Ask(Asker.Endpoint, Packet.Query("ping", Asker.Id).Bytes());
        Assert.Contains(desk.Wire.Datagrams, d => d.To == Asker.Endpoint && Packet.Text(d.Bytes, "q") == "find_node");
    }

    [Fact]
    public void Asking_enters_nobody_into_the_table()
    {
        var desk = new NodeDesk();
        for (var i = 0; i < 500; i++)
        {
            var contact = Some.Secure(i);
            desk.Ask(contact.Endpoint, Packet.Query("ping", contact.Id).Bytes());
        }

        desk.Loop.RunFor(TimeSpan.FromMinutes(10));
        Assert.Equal(0, desk.Node.Table.Count);
    }

    [Fact]
    public void A_table_poisoner_s_crowd_waits_in_bounded_memory()
    {
        var desk = Crowded();
        for (var i = 0; i < 5000; i++)
        {
            var contact = Some.Secure(1000 + i);
            desk.Ask(contact.Endpoint, Packet.Query("ping", contact.Id).Bytes());
        }

        desk.Sent();
        desk.Loop.RunFor(TimeSpan.FromMinutes(30));
        // No more than wait are asked, one a turn.
        Assert.InRange(desk.Sent().Select(s => s.To).Distinct().Count(to => to.AddressBits.Low >= Some.Public(1000).AddressBits.Low), 0, 64 + 2);
    }

    [Fact]
    public void An_idle_node_sends_little()
    {
        var desk = Crowded(40);
        desk.Loop.RunFor(TimeSpan.FromMinutes(5));
        desk.Sent();
        var (before, packets) = (desk.Node.Counters.BytesOut, desk.Node.Counters.PacketsOut);
        for (var i = 0; i < 360; i++)
        {
            desk.Loop.RunFor(TimeSpan.FromSeconds(10));
            foreach (var sent in desk.Sent())
            {
                sent.Answer(Packet.Reply(NodeDesk.Transaction(sent), Packet.IdIn(sent.Bytes, "a.id") is null ? default : IdOf(desk, sent.To)).With("nodes", Array.Empty<NodeContact>()).Bytes());
            }
        }

        Assert.InRange(desk.Node.Counters.BytesOut - before, 1, 150_000);
        // Each of 40 once in 15 minutes, and some walks through thin parts.
        Assert.InRange(desk.Node.Counters.PacketsOut - packets, 100, 400);
        Assert.InRange(desk.Node.Table.Count, 30, 40);
    }

    private static NodeId IdOf(NodeDesk desk, Runtime.Endpoint endpoint) => desk.Node.Table.Rows().FirstOrDefault(r => r.Contact.Endpoint == endpoint)?.Contact.Id ?? Some.Secure(9999).Id;

    private static NodeDesk Crowded(int count = 200)
    {
        var desk = new NodeDesk();
        for (var i = 0; i < count; i++)
        {
            desk.Known(Some.Secure(i));
        }

        return desk;
    }

    private static List<Net.Tests.FakeWire.Sent> Asked(NodeDesk desk, TimeSpan within)
    {
        desk.Sent();
        desk.Loop.RunFor(within);
        return [.. desk.Sent().Where(s => s.To == Asker.Endpoint)];
    }
}
