using Shoal.Napster.Protocol;
using Shoal.Napster.Server;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Tests.Channels;

/// <summary>Message 410, and what lists tell: 617, 618, 827, 828, 825, 830.</summary>
public sealed class TopicTests : IDisposable
{
    private readonly NapsterDesk _desk = new();

    [Fact]
    public void An_operator_sets_the_topic_and_all_see_it()
    {
        var ann = _desk.User("ann").Send(MessageType.Join, "#x");
        var ben = _desk.User("ben").Send(MessageType.Join, "#x");
        ben.Read();
        Assert.Equal(["410 #x new \"topic\" here", "404 ann set topic on #x: new \"topic\" here"], ann.Ask(MessageType.Topic, "#x new \"topic\" here"));
        Assert.Equal(["410 #x new \"topic\" here"], ben.Lines());
        Assert.Equal(["404 topic failed: topic is restricted"], ben.Ask(MessageType.Topic, "#x mine"));
        Assert.Equal(["410 #x new \"topic\" here"], ben.Ask(MessageType.Topic, "#x"));
        ann.Ask(MessageType.ChannelModes, "#x +TOPIC");
        Assert.Equal(["410 #x mine  now"], ben.Ask(MessageType.Topic, "#x mine\r\nnow"));
    }

    [Fact]
    public void Who_is_outside_asks_and_does_not_set_but_a_moderator_does()
    {
        var ann = _desk.User("ann").Send(MessageType.Join, "#x");
        var ben = _desk.User("ben");
        Assert.Equal(["410 #x Welcome to the #x channel."], ben.Ask(MessageType.Topic, "#x"));
        Assert.Equal(["404 topic failed: you are not on that channel"], ben.Ask(MessageType.Topic, "#x mine"));
        Assert.Equal(["404 no such channel"], ben.Ask(MessageType.Topic, "#none"));
        Assert.Equal(["404 parameters are unparsable"], ben.Ask(MessageType.Topic));
        ann.Read();
        Assert.Empty(_desk.User("mod", Level.Moderator).Ask(MessageType.Topic, "#x order"));
        Assert.Equal(["410 #x order", "404 mod set topic on #x: order"], ann.Lines());
    }

    [Fact]
    public void At_an_old_server_moderators_set_topics()
    {
        using var desk = new NapsterDesk(options => options with { Dialect = Dialect.OpenNap036 });
        var ann = desk.User("ann").Send(MessageType.Join, "#x");
        Assert.Equal(["404 topic change failed: permission denied"], ann.Ask(MessageType.Topic, "#x mine"));
        desk.User("mod", Level.Moderator).Ask(MessageType.Topic, "#x order");
        Assert.Equal(["410 #x order"], ann.Lines());
    }

    [Fact]
    public void Channels_are_listed_with_users_level_limit_and_topic()
    {
        var ann = _desk.User("ann").Send(MessageType.Join, "#b").Send(MessageType.Join, "#a").Send(MessageType.Topic, "#a \"hi\" said");
        _desk.User("ben").Send(MessageType.Join, "#b");
        ann.Send(MessageType.ChannelLevel, "#b Moderator").Send(MessageType.ChannelLimit, "#b 7");
        Assert.Equal(["618 #a 1 \"hi\" said", "618 #b 2 Welcome to the #b channel.", "617"], ann.Ask(MessageType.Channels));
        Assert.Equal(["828 #a 1 1 1 0 \"'hi' said\"", "828 #b 2 1 2 7 \"Welcome to the #b channel.\"", "827"], ann.Ask(MessageType.AllChannels));
    }

    [Fact]
    public void A_new_channel_of_an_old_server_takes_two_hundred()
    {
        using var desk = new NapsterDesk(options => options with { Dialect = Dialect.OpenNap036 });
        Assert.Equal(["828 #test 1 1 1 200 \"Welcome to the #test channel.\"", "827"], desk.User("ann").Send(MessageType.Join, "#test").Ask(MessageType.AllChannels));
    }

    [Fact]
    public void Private_channels_are_known_to_their_members_and_to_those_who_keep_order()
    {
        var ann = _desk.User("ann").Send(MessageType.Join, "#x").Send(MessageType.ChannelModes, "#x +PRIVATE");
        var (ben, mod, adm) = (_desk.User("ben"), _desk.User("mod", Level.Moderator), _desk.User("adm", Level.Admin));
        Assert.All([ann, ben, mod, adm], static client => Assert.Equal(["617"], client.Ask(MessageType.Channels)));
        Assert.All([ann, ben, mod], static client => Assert.Equal(["827"], client.Ask(MessageType.AllChannels)));
        Assert.Equal(["828 #x 1 1 1 0 \"Welcome to the #x channel.\"", "827"], adm.Ask(MessageType.AllChannels));
        foreach (var type in new[] { MessageType.Topic, MessageType.ChannelLevel, MessageType.ChannelLimit, MessageType.ChannelModes, MessageType.ChannelOp, MessageType.ChannelOps })
        {
            Assert.Equal(["404 no such channel"], ben.Ask(type, "#x"));
            Assert.NotEqual(["404 no such channel"], mod.Ask(type, "#x"));
            Assert.NotEqual(["404 no such channel"], ann.Ask(type, "#x"));
        }
    }

    [Fact]
    public void Members_are_listed_for_members_and_moderators()
    {
        var ann = _desk.User("ann", link: 9).Send(MessageType.Join, "#x");
        var ben = _desk.User("ben").Send(MessageType.Join, "#x");
        Assert.Equal(["825 #x ben 0 8", "825 #x ann 0 9", "830"], ann.Ask(MessageType.ChannelUsers, "#x"));
        ben.Send(MessageType.Part, "#x");
        Assert.Equal(["404 you're not on channel #x", "830"], ben.Ask(MessageType.ChannelUsers, "#x"));
        Assert.Equal(["825 #x ann 0 9", "830"], _desk.User("mod", Level.Moderator).Ask(MessageType.ChannelUsers, "#X"));
        Assert.Equal(["404 no such channel", "830"], ben.Ask(MessageType.ChannelUsers, "#none"));
    }

    [Fact]
    public void A_list_of_any_length_is_written_as_it_is_read_and_the_next_answer_stands_behind_it()
    {
        using var desk = new NapsterDesk(options => options with { SendQueue = 256 << 10 });
        for (var i = 0; i < 300; i++)
        {
            desk.User($"n{i}").Send(MessageType.Join, $"#{i:000}").Send(MessageType.Topic, $"#{i:000} {new string('x', 2000)}");
        }

        var slow = desk.User("slow");
        var room = 0;
        slow.Link.Taking = offered =>
        {
            var taken = Math.Min(offered, room);
            room -= taken;
            return taken;
        };
        slow.Send(MessageType.Channels).Send(MessageType.PingServer);
        while (slow.Link.WantsWritable)
        {
            room = 10_000;
            slow.Link.BecomeWritable();
            desk.Settle();
        }

        Assert.False(slow.IsClosed);
        Assert.Equal(
            [.. Enumerable.Range(0, 300).Select(static i => $"618 #{i:000} 1"), "617", "750 localhost"],
            slow.Lines().Select(static line => line.Replace(new string('x', 2000), "", StringComparison.Ordinal).TrimEnd()));
    }

    public void Dispose() => _desk.Dispose();
}
