using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Tests.Messages;

/// <summary>Messages 621, 627 and 628.</summary>
public sealed class AnnouncementTests : IDisposable
{
    private readonly NapsterDesk _desk = new();

    [Fact]
    public void The_lines_of_the_day_are_told_again_when_asked_for()
    {
        using var desk = new NapsterDesk(options => options with { Motd = ["VERSION shoal", "", "Be kind."] });
        Assert.Equal(["621 VERSION shoal", "621", "621 Be kind."], desk.User("ann").Ask(MessageType.Motd));
        Assert.Equal(["621 No MOTD set."], _desk.User("ann").Ask(MessageType.Motd));
    }

    [Fact]
    public void Moderators_speak_among_those_who_keep_order()
    {
        var clients = new[] { Level.User, Level.Moderator, Level.Admin }.Select(level => _desk.User($"{level}", level)).ToList();
        Assert.Equal(["404 permission denied"], clients[0].Ask(MessageType.ToOperators, "hi"));
        Assert.Equal(["627 Moderator hi all"], clients[1].Ask(MessageType.ToOperators, "hi all"));
        Assert.Equal(["627 Moderator hi all"], clients[2].Lines());
        Assert.Empty(clients[0].Lines());
        Assert.Equal(["404 parameters are unparsable"], clients[1].Ask(MessageType.ToOperators));
        clients[2].Ask(MessageType.UserMode, "-WALLOP");
        clients[1].Ask(MessageType.ToOperators, "hi all");
        Assert.Empty(clients[2].Lines());
    }

    [Fact]
    public void Administrators_speak_to_everybody()
    {
        var clients = new[] { Level.Leech, Level.User, Level.Moderator, Level.Admin }.Select(level => _desk.User($"{level}", level)).ToList();
        Assert.Equal(["404 permission denied"], clients[1].Ask(MessageType.Announce, "hi"));
        Assert.Equal(["404 permission denied"], clients[2].Ask(MessageType.Announce, "hi"));
        Assert.Equal(["628 Admin the end is near"], clients[3].Ask(MessageType.Announce, "the end is near"));
        Assert.All(clients.Take(3), static client => Assert.Equal(["628 Admin the end is near"], client.Lines()));
    }

    public void Dispose() => _desk.Dispose();
}
