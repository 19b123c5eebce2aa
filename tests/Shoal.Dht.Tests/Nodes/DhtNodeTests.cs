using Shoal.Dht.Calls;
using Shoal.Dht.Messages;
using Shoal.Dht.Nodes;

namespace Shoal.Dht.Tests.Nodes;

public class DhtNodeTests
{
    private static readonly NodeContact There = Some.Secure(5);
    private static KrpcQuery Ping => new() { Method = KrpcMethod.Ping };

    [Fact]
    public void Who_answers_comes_into_the_table()
    {
        var (desk, caller) = (new NodeDesk(), new Caller());
        Assert.True(desk.Node.TryAsk(There.Endpoint, null, caller, null, Ping));
        var sent = Assert.Single(desk.Sent());
        Assert.True(NodeDesk.Transaction(sent).Length >= 4);
        sent.Answer(Packet.Reply(NodeDesk.Transaction(sent), There.Id).Bytes());
        Assert.Equal(["reply"], caller.Heard);
        Assert.Equal(There, Assert.Single(desk.Node.Table.Rows()).Contact);
        Assert.Equal(0, desk.Node.Asking);
    }

    [Fact]
    public void An_answer_from_another_address_or_port_or_with_another_transaction_is_none()
    {
        var (desk, caller) = (new NodeDesk(), new Caller());
        desk.Node.TryAsk(There.Endpoint, There.Id, caller, null, Ping);
        var sent = Assert.Single(desk.Sent());
        var transaction = NodeDesk.Transaction(sent);
        sent.AnswerAs(There.Endpoint.WithPort(1), Packet.Reply(transaction, There.Id).Bytes());
        sent.AnswerAs(Some.Public(9), Packet.Reply(transaction, There.Id).Bytes());
        sent.Answer(Packet.Reply([(byte)(transaction[0] ^ 1), .. transaction[1..]], There.Id).Bytes());
        sent.Answer(Packet.Reply(transaction[..3], There.Id).Bytes());
        sent.Answer(Packet.Reply([.. transaction, 0], There.Id).Bytes());
        Assert.Empty(caller.Heard);
        Assert.Equal(5, desk.Node.Counters.Strays);
        Assert.Equal(0, desk.Node.Table.Count);
    }

    [Fact]
    public void An_answer_counts_once()
    {
        var (desk, caller) = (new NodeDesk(), new Caller());
        desk.Node.TryAsk(There.Endpoint, There.Id, caller, null, Ping);
        var sent = Assert.Single(desk.Sent());
        sent.Answer(Packet.Reply(NodeDesk.Transaction(sent), There.Id).Bytes());
        sent.Answer(Packet.Reply(NodeDesk.Transaction(sent), There.Id).Bytes());
        Assert.Equal(["reply"], caller.Heard);
    }

    [Fact]
    public void Who_answers_as_another_than_was_asked_or_in_our_name_is_not_believed()
    {
        var (desk, caller) = (new NodeDesk(), new Caller());
        desk.Node.TryAsk(There.Endpoint, There.Id, caller, null, Ping);
        desk.Node.TryAsk(Some.Public(7), null, caller, null, Ping);
        var sent = desk.Sent();
        sent[0].Answer(Packet.Reply(NodeDesk.Transaction(sent[0]), Some.Secure(6).Id).Bytes());
        sent[1].Answer(Packet.Reply(NodeDesk.Transaction(sent[1]), desk.Node.Id).Bytes());
        Assert.Equal(["another", "ours"], caller.Heard);
        Assert.Equal(0, desk.Node.Table.Count);
    }

    [Fact]
    public void At_the_address_of_one_that_is_known_another_or_one_without_an_id_counts_against_it()
    {
        var (desk, caller) = (new NodeDesk(), new Caller());
        desk.Known(There);
        desk.Node.TryAsk(There.Endpoint, There.Id, caller, null, Ping);
        desk.Node.TryAsk(There.Endpoint, There.Id, caller, null, Ping);
        var sent = desk.Sent();
        sent[0].Answer(Packet.Reply(NodeDesk.Transaction(sent[0]), Some.Secure(6).Id).Bytes());
        Assert.Equal(1, Assert.Single(desk.Node.Table.Rows()).Fails);
        sent[1].Answer([.. "d1:rde1:t4:"u8, .. NodeDesk.Transaction(sent[1]), .. "1:y1:re"u8]);
        Assert.Equal(2, Assert.Single(desk.Node.Table.Rows()).Fails);
        Assert.Equal(["another", "malformed"], caller.Heard);
    }

    [Theory]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(203)]
    [InlineData(204)]
    [InlineData(999)]
    public void An_error_ends_a_query_and_its_node_stays(int code)
    {
        var (desk, caller) = (new NodeDesk(), new Caller());
        desk.Known(There);
        desk.Node.TryAsk(There.Endpoint, There.Id, caller, null, Ping);
        var sent = Assert.Single(desk.Sent());
        sent.Answer(Packet.Error(NodeDesk.Transaction(sent), code));
        Assert.Equal(["refused"], caller.Heard);
        Assert.Equal(0, Assert.Single(desk.Node.Table.Rows()).Fails);
    }

    [Fact]
    public void Silence_is_late_first_and_then_lost_and_counts_against_the_node()
    {
        var (desk, caller) = (new NodeDesk(), new Caller());
        desk.Known(There);
        desk.Node.TryAsk(There.Endpoint, There.Id, caller, null, Ping);
        desk.Loop.RunFor(TimeSpan.FromSeconds(0.5));
        Assert.Empty(caller.Heard);
        desk.Loop.RunFor(TimeSpan.FromSeconds(1.5));
        Assert.Equal(["late"], caller.Heard);
        desk.Loop.RunFor(TimeSpan.FromSeconds(10));
        Assert.Equal(["late", "silent"], caller.Heard);
        Assert.Equal(1, Assert.Single(desk.Node.Table.Rows()).Fails);
    }

    [Fact]
    public void On_a_fast_network_answers_are_late_sooner_and_a_late_one_still_counts()
    {
        var (desk, caller) = (new NodeDesk(), new Caller());
        for (var i = 0; i < 60; i++)
        {
            desk.Node.TryAsk(There.Endpoint, There.Id, caller, null, Ping);
            var quick = desk.Sent().Single(s => Packet.Text(s.Bytes, "q") == "ping");
            desk.Time.Advance(TimeSpan.FromMilliseconds(5));
            quick.Answer(Packet.Reply(NodeDesk.Transaction(quick), There.Id).Bytes());
        }

        Assert.InRange(desk.Node.LateAfter.TotalMilliseconds, 100, 250);
        caller.Heard.Clear();
        desk.Node.TryAsk(There.Endpoint, There.Id, caller, null, Ping);
        var slow = desk.Sent().Single(s => Packet.Text(s.Bytes, "q") == "ping");
        desk.Loop.RunFor(TimeSpan.FromMilliseconds(400));
        slow.Answer(Packet.Reply(NodeDesk.Transaction(slow), There.Id).Bytes());
        Assert.Equal(["late", "reply"], caller.Heard);
    }

    [Fact]
    public void The_budget_bounds_what_all_nodes_of_a_client_ask()
    {
        var (desk, caller) = (new NodeDesk(budget: 10), new Caller());
        Assert.Equal(10, Enumerable.Range(0, 100).Count(i => desk.Node.TryAsk(Some.Public(i), null, caller, null, Ping)));
        desk.Loop.RunFor(TimeSpan.FromSeconds(0.5));
        Assert.Equal(5, Enumerable.Range(0, 100).Count(i => desk.Node.TryAsk(Some.Public(i), null, caller, null, Ping)));
    }

    [Fact]
    public void No_more_queries_are_out_than_there_is_room_for()
    {
        var (desk, caller) = (new NodeDesk(budget: 100_000), new Caller());
        Assert.Equal(1024, Enumerable.Range(0, 2000).Count(i => desk.Node.TryAsk(Some.Public(i), null, caller, null, Ping)));
        desk.Loop.RunFor(TimeSpan.FromSeconds(10));
        Assert.Equal(0, desk.Node.Asking);
    }

    [Fact]
    public void An_address_that_four_networks_agree_on_gives_us_an_id_that_follows_from_it()
    {
        var (desk, caller) = (new NodeDesk(), new Caller());
        var ours = Some.At("198.51.100.77:5000");
        for (var i = 0; i < 8; i++)
        {
            var contact = desk.Known(Some.Secure(i));
            desk.Node.TryAsk(contact.Endpoint, contact.Id, caller, null, Ping);
            var sent = desk.Sent().Single(s => Packet.Text(s.Bytes, "q") == "ping");
            sent.Answer(Packet.Reply(NodeDesk.Transaction(sent), contact.Id).Top("ip", Packet.BytesOf(ours)).Bytes());
            Assert.Equal(i >= 3, Shoal.Dht.Ids.SecureId.IsSecure(desk.Node.Id, ours));
        }

        Assert.Equal(8, desk.Node.Table.Count);
        Assert.Equal(ours.WithPort(0), desk.Node.Upkeep.External!.Value.WithPort(0));
    }

    private sealed class Caller : ICaller
    {
        public List<string> Heard { get; } = [];

        public void OnReply(Call call, in KrpcMessage reply) => Heard.Add("reply");

        public void OnLate(Call call) => Heard.Add("late");

        public void OnFailure(Call call, string reason) => Heard.Add(reason);
    }
}
