using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Conduct;

namespace Shoal.Napster.Tests.Conduct;

/// <summary>What one connection sends too fast.</summary>
public sealed class FloodTests : IDisposable
{
    private const string Notice = "404 You send faster than 10 messages a second: what you sent waits its turn, and nothing of it is lost.";

    private readonly NapsterDesk _desk = new(static options => options with { Conduct = ConductOptions.Unlimited with { MessagesPerSecond = 10, MessageBurst = 20 } });

    [Fact]
    public void What_is_sent_too_fast_waits_in_its_order_and_the_user_is_told_once()
    {
        var (mod, ann) = (_desk.User("mod", Level.Moderator), _desk.User("ann"));
        ann.Deliver(Browses(100));
        Assert.Contains(Notice, ann.Lines());
        Assert.Equal(["404 ann floods"], mod.Lines());
        Assert.Equal(1, _desk.Server.Counters.Floods);
        // A browse counts four times, so 100 of them take 40 s less what a full bucket lets through at once.
        var early = After(seconds: 30, ann);
        Assert.InRange(early.Count, 70 * 2, 82 * 2);
        var late = After(seconds: 20, ann);
        Assert.Equal(Answers(100).TakeLast(early.Count + late.Count), early.Concat(late));
        Assert.Equal(Answers(100).Length, 2 * 5 + early.Count + late.Count);
        Assert.False(ann.IsClosed);
    }

    [Fact]
    public void Who_sends_slowly_again_is_told_again_when_he_does_not()
    {
        var ann = _desk.User("ann");
        ann.Deliver(Browses(10));
        Assert.Single(ann.Lines(), Notice);
        After(seconds: 30, ann);
        ann.Deliver(Browses(10));
        Assert.Single(ann.Lines(), Notice);
    }

    [Fact]
    public void Shares_and_hotlists_are_sent_as_fast_as_they_come()
    {
        var ann = _desk.User("ann");
        ann.Deliver([.. Enumerable.Range(0, 500).SelectMany(static i => Client.Bytes(MessageType.Share, $"\"\\m\\{i}.mp3\" aaaa 1 128 44100 10"))]);
        Assert.DoesNotContain(Notice, ann.Lines());
        Assert.Equal(["214 1 500 0"], ann.Ask(MessageType.Statistics));
    }

    [Theory]
    [InlineData("level ann moderator")]
    [InlineData("userflags ann friend")]
    public void Moderators_and_friends_may_send_what_they_like(string order)
    {
        var ann = _desk.User("ann");
        _desk.Server.Administer(order);
        ann.Send(MessageType.Statistics).Read();
        ann.Deliver(Browses(100));
        Assert.Equal(Answers(100), ann.Lines());
    }

    [Fact]
    public void A_stranger_waits_too()
    {
        var client = _desk.Connect();
        client.Deliver([.. Enumerable.Range(0, 50).SelectMany(static i => Client.Bytes(MessageType.NickCheck, $"n{i}"))]);
        var first = client.Read().Count(static reply => reply.Type == MessageType.NickFree);
        Assert.InRange(first, 1, 21);
        Assert.InRange(After(seconds: 2, client).Count, 1, 49 - first);
        After(seconds: 4, client);
        Assert.Equal(["8"], client.Ask(MessageType.NickCheck, "last"));
    }

    [Fact]
    public void Who_never_stops_is_disconnected_and_his_address_banned_for_a_while()
    {
        var (mod, ann) = (_desk.User("mod", Level.Moderator), _desk.User("ann", from: "9.8.7.6"));
        var seconds = 0;
        for (; !ann.IsClosed && seconds < 1000; seconds++)
        {
            ann.Deliver(Browses(4));
            _desk.Loop.Advance(TimeSpan.FromSeconds(1));
            _desk.Settle();
        }

        Assert.InRange(seconds, 299, 310);
        Assert.Equal("404 You are disconnected: you have sent too fast for too long", ann.Lines()[^1]);
        Assert.Contains("404 Server localhost banned 9.8.7.6 for 600 seconds: flooding", mod.Lines());
        var banned = _desk.Connect("9.8.7.6");
        _desk.Settle();
        Assert.Equal(["0 You are banned: flooding"], banned.Lines());
        Assert.StartsWith("616 9.8.7.6 localhost \"flooding\" ", mod.Ask(MessageType.Bans)[0]);
        mod.Send(MessageType.Unban, "9.8.7.6");
        _desk.User("ann", from: "9.8.7.6");
    }

    [Fact]
    public void Who_goes_while_his_messages_wait_leaves_nothing_behind()
    {
        var ann = _desk.User("ann");
        ann.Deliver(Browses(100));
        ann.Link.End();
        _desk.Loop.Advance(TimeSpan.FromSeconds(60));
        _desk.Settle();
        Assert.Equal(0, _desk.Server.Roster.Count);
    }

    public void Dispose() => _desk.Dispose();

    private static byte[] Browses(int count) => [.. Enumerable.Range(0, count).SelectMany(static i => Client.Bytes(MessageType.Browse, $"n{i}"))];

    private static string[] Answers(int count) => [.. Enumerable.Range(0, count).SelectMany(static i => new[] { $"210 n{i}", $"213 n{i}" })];

    private List<string> After(int seconds, Client client)
    {
        var lines = new List<string>();
        for (var i = 0; i < 4 * seconds; i++)
        {
            _desk.Loop.Advance(TimeSpan.FromSeconds(0.25));
            _desk.Settle();
            lines.AddRange(client.Lines());
        }

        return [.. lines.Where(static line => !line.StartsWith("214 ", StringComparison.Ordinal))];
    }
}
