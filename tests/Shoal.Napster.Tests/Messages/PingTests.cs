using Shoal.Napster.Protocol;
using Shoal.Napster.Server;

namespace Shoal.Napster.Tests.Messages;

/// <summary>Messages 750 to 752.</summary>
public sealed class PingTests : IDisposable
{
    private readonly NapsterDesk _desk = new();

    [Fact]
    public void The_server_answers_with_its_name_and_what_it_was_told()
    {
        var ann = _desk.User("ann").Send(MessageType.PingServer);
        Assert.Equal("localhost ", Assert.Single(ann.Read()).Payload);
        Assert.Equal(["750 localhost a b"], ann.Ask(MessageType.PingServer, "a b"));
    }

    [Fact]
    public void An_old_server_answers_with_nothing()
    {
        using var desk = new NapsterDesk(options => options with { Dialect = Dialect.OpenNap036 });
        Assert.Equal(["750"], desk.User("ann").Ask(MessageType.PingServer, "a b"));
    }

    [Theory]
    [InlineData(MessageType.Ping)]
    [InlineData(MessageType.Pong)]
    public void A_ping_and_its_answer_go_on_with_the_nick_of_the_sender(MessageType type)
    {
        var (ann, ben) = (_desk.User("ann"), _desk.User("ben"));
        Assert.Empty(ben.Ask(type, "ANN"));
        Assert.Empty(ben.Ask(type, "ann 12 now"));
        Assert.Equal([$"{(int)type} ben", $"{(int)type} ben 12 now"], ann.Lines());
        Assert.Equal(["404 ping failed, ghost is not online"], ben.Ask(type, "ghost 1"));
        Assert.Equal(["404 parameters are unparsable"], ben.Ask(type));
        ann.Ask(MessageType.IgnoreAdd, "ben");
        Assert.Equal(["404 ann is ignoring you"], ben.Ask(type, "ann"));
        Assert.Empty(ann.Lines());
    }

    public void Dispose() => _desk.Dispose();
}
