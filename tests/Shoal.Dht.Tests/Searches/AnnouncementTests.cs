using Shoal.Dht.Lookups;
using Shoal.Dht.Messages;
using Shoal.Dht.Tests.Nodes;

namespace Shoal.Dht.Tests.Searches;

public class AnnouncementTests
{
    private static readonly NodeId Torrent = Some.Id("00112233445566778899aabbccddeeff00112233");

    private readonly List<int> _done = [];

    [Fact]
    public void Who_takes_it_is_counted_and_who_refuses_or_is_silent_is_not()
    {
        var desk = new NodeDesk();
        Tell(desk, 4);
        var sent = desk.Sent();
        Assert.Equal(4, sent.Count);
        Assert.All(sent, (s, i) => Assert.Equal("token" + i, Packet.Text(s.Bytes, "a.token")));
        sent[0].Answer(Packet.Reply(NodeDesk.Transaction(sent[0]), Some.Secure(0).Id).Bytes());
        sent[1].Answer(Packet.Error(NodeDesk.Transaction(sent[1]), 203));
        sent[2].Answer(Packet.Reply(NodeDesk.Transaction(sent[2]), Some.Secure(2).Id).Bytes());
        Assert.Empty(_done);
        desk.Loop.RunFor(TimeSpan.FromSeconds(9));
        Assert.Equal([2], _done);
    }

    [Fact]
    public void It_does_not_wait_for_the_budget_which_pays_for_it_later()
    {
        var desk = new NodeDesk(budget: 4);
        for (var i = 0; i < 4; i++)
        {
            Assert.True(desk.Node.TryAsk(Some.Public(900 + i), null, desk.Node.Upkeep, null, new KrpcQuery { Method = KrpcMethod.Ping }));
        }

        desk.Sent();
        Tell(desk, 8);
        Assert.Equal(8, desk.Sent().Count(s => Packet.Text(s.Bytes, "q") == "announce_peer"));
        desk.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(desk.Node.TryAsk(Some.Public(950), null, desk.Node.Upkeep, null, new KrpcQuery { Method = KrpcMethod.Ping }));
        desk.Time.Advance(TimeSpan.FromSeconds(0.3));
        Assert.True(desk.Node.TryAsk(Some.Public(950), null, desk.Node.Upkeep, null, new KrpcQuery { Method = KrpcMethod.Ping }));
    }

    [Fact]
    public void With_nobody_to_tell_or_no_room_for_queries_it_ends_at_once()
    {
        var desk = new NodeDesk(budget: 100_000);
        Tell(desk, 0);
        Assert.Equal([0], _done);
        for (var i = 0; i < Limits.Calls - 1; i++)
        {
            desk.Node.TryAsk(Some.Public(i), null, desk.Node.Upkeep, null, new KrpcQuery { Method = KrpcMethod.Ping });
        }

        desk.Sent();
        Tell(desk, 8);
        Assert.Single(desk.Sent());
        Assert.Equal([0], _done);
        desk.Loop.RunFor(TimeSpan.FromSeconds(9));
        Assert.Equal([0, 0], _done);
    }

    private void Tell(NodeDesk desk, int keepers) => new Announcement(desk.Node, Torrent, 7777, isSeed: false, _done.Add).Start([.. Enumerable.Range(0, keepers).Select(Keeper)]);

    private static Candidate Keeper(int number)
    {
        var keeper = new Candidate(Some.Secure(number), isSecure: true);
        keeper.Answer(System.Text.Encoding.ASCII.GetBytes("token" + number));
        return keeper;
    }
}
