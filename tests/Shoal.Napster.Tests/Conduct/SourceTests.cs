using System.Net;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Conduct;

namespace Shoal.Napster.Tests.Conduct;

/// <summary>What one address does too often.</summary>
public sealed class SourceTests
{
    private const string Login = "\"x\" 8";

    [Fact]
    public void An_address_has_so_many_connections_at_a_time()
    {
        using var desk = New(static conduct => conduct with { Connections = 2 });
        var first = desk.Connect("9.8.7.6");
        desk.Connect("9.8.7.6");
        Assert.Equal(["0 Too many connections from your address: 2 at a time are the most"], Met(desk, "9.8.7.6"));
        Assert.Empty(Met(desk, "9.8.7.5"));
        first.Link.End();
        desk.Settle();
        Assert.Empty(Met(desk, "9.8.7.6"));
        Assert.Equal(1, desk.Server.Counters.RefusedConnections);
    }

    [Fact]
    public void In_IPv6_a_network_counts_as_one()
    {
        using var desk = New(static conduct => conduct with { Connections = 1 });
        Assert.Empty(Met(desk, "[2001:db8::1]"));
        Assert.NotEmpty(Met(desk, "[2001:db8::ffff:2]"));
        Assert.Empty(Met(desk, "[2001:db8:0:1::1]"));
    }

    [Fact]
    public void Who_connects_too_often_is_banned_for_a_while()
    {
        using var desk = New(static conduct => conduct with { ConnectionsPerMinute = 3 });
        Assert.All(Enumerable.Range(0, 3), _ => Assert.Empty(Met(desk, "9.8.7.6")));
        Assert.Equal(["0 Connecting too fast"], Met(desk, "9.8.7.6"));
        Assert.Equal(["0 You are banned: connecting too fast"], Met(desk, "9.8.7.6"));
        Assert.Empty(Met(desk, "9.8.7.5"));
        Assert.Equal(1, desk.Server.Counters.AutomaticBans);
        desk.Loop.Advance(TimeSpan.FromSeconds(606));
        Assert.Empty(Met(desk, "9.8.7.6"));
    }

    [Fact]
    public void Who_tries_passwords_is_banned_for_ten_minutes()
    {
        using var desk = New(static conduct => conduct with { FailedLogins = 3 });
        var mod = desk.User("mod", Level.Moderator);
        desk.User("ann");
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(["0 Invalid Password"], desk.Connect("9.8.7.6").Ask(i % 2 == 0 ? MessageType.Login : MessageType.PasswordCheck, i % 2 == 0 ? $"ann no{i} 1 {Login}" : $"ann no{i}"));
        }

        Assert.Equal(["0 You are banned: too many wrong passwords"], Met(desk, "9.8.7.6"));
        Assert.Contains("404 Server localhost banned 9.8.7.6 for 600 seconds: too many wrong passwords", mod.Lines());
        using var again = new NapsterDesk(after: desk);
        Assert.Equal(["0 You are banned: too many wrong passwords"], Met(again, "9.8.7.6"));
        desk.Loop.Advance(TimeSpan.FromSeconds(606));
        desk.User("ann", from: "9.8.7.6");
        Assert.Equal(["615"], mod.Ask(MessageType.Bans));
    }

    [Fact]
    public void An_address_registers_so_many_users_in_an_hour()
    {
        using var desk = New(static conduct => conduct with { RegistrationsPerHour = 2 });
        desk.User("ann", from: "9.8.7.6").Link.End();
        Assert.Equal("3 anon@localhost", desk.Connect("9.8.7.6").Ask(MessageType.Register, $"ben pw 1 {Login} b@c")[0].Replace("b@c", "anon@localhost", StringComparison.Ordinal));
        const string Refusal = "0 Too many users were registered from your address: try again in an hour";
        Assert.Equal([Refusal], desk.Connect("9.8.7.6").Ask(MessageType.Register, $"cat pw 1 {Login} c@d"));
        Assert.Equal([Refusal], desk.Connect("9.8.7.6").Ask(MessageType.Login, $"cat pw 1 {Login}"));
        desk.User("ann", from: "9.8.7.6");
        desk.User("cat", from: "9.8.7.5");
        desk.Loop.Advance(TimeSpan.FromHours(1));
        desk.User("dan", from: "9.8.7.6");
    }

    [Fact]
    public void An_address_searches_so_often_in_a_minute()
    {
        using var desk = New(static conduct => conduct with { SearchesPerMinute = 2 });
        var (ann, ben) = (desk.User("ann", from: "9.8.7.6"), desk.User("ben", from: "9.8.7.6"));
        const string Query = "FILENAME CONTAINS \"x\"";
        Assert.Equal(["202"], ann.Ask(MessageType.Search, Query));
        Assert.Equal(["202"], ben.Ask(MessageType.Search, Query));
        Assert.Equal(["404 search failed: 2 searches a minute are the most of one address; try again in a minute", "202"], ann.Ask(MessageType.Search, Query));
        Assert.Equal(["202"], desk.User("cat", from: "9.8.7.5").Ask(MessageType.Search, Query));
        Assert.Equal(1, desk.Server.Counters.RefusedSearches);
        desk.Loop.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("202", ann.Ask(MessageType.Search, Query)[^1]);
        Assert.Equal(1, desk.Server.Counters.RefusedSearches);
    }

    [Fact]
    public void Some_networks_may_do_all_of_it_but_are_banned_by_operators()
    {
        using var desk = New(static _ => new ConductOptions
        {
            Connections = 1, ConnectionsPerMinute = 1, FailedLogins = 1, RegistrationsPerHour = 1, SearchesPerMinute = 1, MessagesPerSecond = 1, MessageBurst = 1, Exempt = [IPNetwork.Parse("9.8.0.0/16")],
        });
        var users = Enumerable.Range(0, 9).Select(i => desk.User($"u{i}", from: "9.8.7.6")).ToList();
        Assert.All(Enumerable.Range(0, 9), i => Assert.Equal(["0 Invalid Password"], desk.Connect("9.8.7.6").Ask(MessageType.Login, $"u0 no{i} 1 {Login}")));
        Assert.All(users, user => Assert.Equal(["202"], user.Ask(MessageType.Search, "FILENAME CONTAINS \"x\"")));
        Assert.Equal(0, desk.Server.Counters.AutomaticBans);
        desk.Server.Administer("ban 9.8.7.6");
        Assert.Equal(["0 You are banned"], Met(desk, "9.8.7.6"));
    }

    private static NapsterDesk New(Func<ConductOptions, ConductOptions> change) => new(options => options with { Conduct = change(ConductOptions.Unlimited) });

    private static IReadOnlyList<string> Met(NapsterDesk desk, string from)
    {
        var client = desk.Connect(from);
        desk.Settle();
        return client.Lines();
    }
}
