using Shoal.Napster.Protocol;
using Shoal.Napster.Server;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Tests.Channels;

/// <summary>Messages 400, 401 and 405 to 410.</summary>
public sealed class JoinTests : IDisposable
{
    private readonly NapsterDesk _desk = new();

    [Fact]
    public void Two_join_and_one_parts_as_at_a_real_server()
    {
        var (alice, bob) = (_desk.User("alicex", link: 9), _desk.User("bobx"));
        Assert.Equal(
            ["405 #test", "408 #test bobx 0 8", "409 #test", "410 #test Welcome to the #test channel.", "404 Server localhost set you as operator on channel #test"],
            bob.Ask(MessageType.Join, "#test"));
        Assert.Equal(
            ["405 #test", "408 #test alicex 0 9", "408 #test bobx 0 8", "409 #test", "410 #test Welcome to the #test channel."],
            alice.Ask(MessageType.Join, "#TEST"));
        Assert.Equal(["406 #test alicex 0 9"], bob.Lines());
        Assert.Equal(["401 #test"], alice.Ask(MessageType.Part, "#Test"));
        Assert.Equal(["407 #test alicex 0 9"], bob.Lines());
    }

    [Fact]
    public void At_an_old_server_nobody_becomes_operator()
    {
        using var desk = new NapsterDesk(options => options with { Dialect = Dialect.OpenNap036 });
        var bob = desk.User("bobx");
        Assert.Equal(["405 #test", "408 #test bobx 0 8", "409 #test", "410 #test Welcome to the #test channel."], bob.Ask(MessageType.Join, "#test"));
        Assert.Equal(["404 Unknown command code 10204"], bob.Ask(MessageType.ChannelOp, "#test"));
    }

    [Fact]
    public void A_user_whose_connection_ends_parts_from_all()
    {
        var (ann, ben) = (_desk.User("ann"), _desk.User("ben"));
        ann.Send(MessageType.Join, "#a").Send(MessageType.Join, "#b");
        ben.Send(MessageType.Join, "#a").Send(MessageType.Join, "#b").Read();
        ann.Leave();
        Assert.Equal(["407 #b ann 0 8", "407 #a ann 0 8"], ben.Lines());
        Assert.Equal(["825 #a ben 0 8", "830"], ben.Ask(MessageType.ChannelUsers, "#a"));
    }

    [Fact]
    public void A_channel_ends_with_its_last_member()
    {
        var ann = _desk.User("ann").Send(MessageType.Join, "#a").Send(MessageType.Topic, "#a other").Send(MessageType.Part, "#a");
        Assert.Equal(["617"], ann.Ask(MessageType.Channels));
        Assert.Equal("410 #a Welcome to the #a channel.", ann.Ask(MessageType.Join, "#a")[3]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void A_join_and_a_part_without_a_name_are_unparsable(string payload)
    {
        var ann = _desk.User("ann");
        Assert.Equal(["404 parameters are unparsable"], ann.Ask(MessageType.Join, payload));
        Assert.Equal(["404 parameters are unparsable"], ann.Ask(MessageType.Part, payload));
    }

    [Theory]
    [InlineData("#")]
    [InlineData("&")]
    [InlineData("#a,b")]
    [InlineData("\"#a b\"")]
    [InlineData("#a\u00e9")]
    [InlineData("#a\u0007")]
    [InlineData("#123456789012345678901234567890123")]
    public void What_is_no_name_is_refused(string name) => Assert.Equal(["404 channel join failed: invalid channel"], _desk.User("ann").Ask(MessageType.Join, name));

    [Theory]
    [InlineData("#12345678901234567890123456789012", "#12345678901234567890123456789012")]
    [InlineData("&local", "&local")]
    [InlineData("Help", "#Help")]
    public void A_name_is_taken_and_gets_its_sign_where_it_has_none(string wanted, string name) => Assert.Equal($"405 {name}", _desk.User("ann").Ask(MessageType.Join, wanted)[0]);

    [Fact]
    public void Nobody_joins_twice_or_parts_from_where_he_is_not()
    {
        var ann = _desk.User("ann").Send(MessageType.Join, "#a");
        Assert.Equal(["404 channel join failed: already joined channel"], ann.Ask(MessageType.Join, "#A"));
        Assert.Equal(["404 part channel failed: you are not in that channel"], ann.Ask(MessageType.Part, "#b"));
        Assert.Equal(["404 part channel failed: you are not in that channel"], _desk.User("ben").Ask(MessageType.Part, "#a"));
    }

    [Fact]
    public void Leeches_stay_outside()
    {
        _desk.User("ann").Send(MessageType.Join, "#a").Send(MessageType.ChannelLevel, "#a Leech");
        var leech = _desk.User("leech", Level.Leech);
        Assert.Equal(["404 channel join failed: permission denied"], leech.Ask(MessageType.Join, "#a"));
        Assert.Equal(["404 channel join failed: permission denied"], leech.Ask(MessageType.Join, "#b"));
    }

    [Fact]
    public void A_user_is_in_so_many_channels_and_a_moderator_in_any_number()
    {
        var (ann, mod) = (_desk.User("ann"), _desk.User("mod", Level.Moderator));
        for (var i = 1; i <= 5; i++)
        {
            ann.Send(MessageType.Join, $"#{i}");
            mod.Send(MessageType.Join, $"#{i}");
        }

        Assert.Equal(["404 channel join failed: you may only join 5 channels"], ann.Ask(MessageType.Join, "#6"));
        Assert.Equal("405 #6", mod.Ask(MessageType.Join, "#6")[0]);
        ann.Send(MessageType.Part, "#3");
        Assert.Equal("405 #6", ann.Ask(MessageType.Join, "#6")[0]);
    }

    public void Dispose() => _desk.Dispose();
}
