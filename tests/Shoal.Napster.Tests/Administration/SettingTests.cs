using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Tests.Administration;

/// <summary>Settings in life, and orders in words: 800, 810, 10117, Administer.</summary>
public sealed class SettingTests : IDisposable
{
    private readonly NapsterDesk _desk = new(static options => options with { Motd = ["one", "two"], MostHits = 7 });

    [Fact]
    public void Settings_are_shown_to_moderators_one_or_all()
    {
        var mod = _desk.User("mod", Level.Moderator);
        Assert.Equal(["404 max_results = 7"], mod.Ask(MessageType.Setting, "MAX_RESULTS"));
        Assert.Equal(["404 no such variable max_fun"], mod.Ask(MessageType.Setting, "max_fun"));
        var all = mod.Ask(MessageType.Setting);
        Assert.Equal(all.Order(StringComparer.Ordinal), all);
        Assert.Contains("404 motd = one | two", all);
        Assert.Contains("404 registered_only = off", all);
        Assert.Equal(10, all.Count);
    }

    [Fact]
    public void A_setting_holds_at_once_until_it_is_reset()
    {
        var elite = _desk.User("elite", Level.Elite);
        Assert.Equal(["404 elite set motd to hello | there"], elite.Ask(MessageType.Setting, "motd hello | there"));
        Assert.Equal(["3 anon@localhost", "621 hello", "621 there"], _desk.Connect().Ask(MessageType.Login, "ann pw 1 \"x\" 8").Take(3));
        Assert.Equal(["404 elite set motd to one | two"], elite.Ask(MessageType.ResetSetting, "motd"));
        Assert.Equal(["404 elite set max_connections to 2"], elite.Ask(MessageType.Setting, "max_connections 2"));
        Assert.Equal(["0 This server is full (2 connections)"], _desk.Connect().Ask(MessageType.Login, "ben pw 1 \"x\" 8"));
        Assert.Equal(["404 elite reloaded configuration on localhost"], elite.Ask(MessageType.Rehash));
        Assert.Equal("3 anon@localhost", _desk.Connect().Ask(MessageType.Login, "ben pw 1 \"x\" 8")[0]);
        Assert.Equal(["404 elite set registered_only to on"], elite.Ask(MessageType.Setting, "registered_only on"));
        Assert.StartsWith("0 this server has registered users only", _desk.Connect().Ask(MessageType.Login, "cat pw 1 \"x\" 8")[0]);
    }

    [Theory]
    [InlineData("max_results none")]
    [InlineData("max_results -1")]
    [InlineData("max_connections 0")]
    [InlineData("client_queue_length 1")]
    [InlineData("registered_only perhaps")]
    [InlineData("max_results 99999999999")]
    public void A_value_that_is_none_changes_nothing(string payload)
    {
        var elite = _desk.User("elite", Level.Elite);
        var before = elite.Ask(MessageType.Setting);
        Assert.Equal([$"404 error setting variable {payload.Split(' ')[0]}"], elite.Ask(MessageType.Setting, payload));
        Assert.Equal(before, elite.Ask(MessageType.Setting));
    }

    [Fact]
    public void Whoever_owns_the_server_gives_every_order_in_words()
    {
        var server = _desk.Server;
        Assert.Equal(["Server localhost registered nickname ann (Elite)"], server.Administer("register ann \"pass word\" a@b elite"));
        Assert.Equal("3 a@b", _desk.Connect().Ask(MessageType.Login, "ann \"pass word\" 1 \"x\" 8")[0]);
        Assert.Equal(["Server localhost changed ann's user level to User (1)"], server.Administer("level ann user"));
        Assert.Equal(["Server localhost banned 9.8.7.6 for 60 seconds: bad"], server.Administer("ban 9.8.7.6 bad 60"));
        Assert.StartsWith("9.8.7.6 localhost \"bad\" ", Assert.Single(server.Administer("banlist")));
        Assert.Equal(["Server localhost removed ban on 9.8.7.6: "], server.Administer("unban 9.8.7.6"));
        Assert.Equal(["ann 127.0.0.1"], server.Administer("users"));
        Assert.Equal(["Server localhost killed ann: "], server.Administer("kill ann"));
        Assert.Equal(["cloak failed: only who is there is seen"], server.Administer("cloak"));
        Assert.Equal(["user mode failed: only who is there hears"], server.Administer("usermode ALL"));
        Assert.StartsWith("there is no command 'dance'; there are ban, banlist,", Assert.Single(server.Administer("dance")));
        Assert.StartsWith("there is no command ''", Assert.Single(server.Administer("")));
    }

    [Fact]
    public void Operators_give_orders_in_words_to_operserv_and_are_refused_as_ever()
    {
        var (mod, ben) = (_desk.User("mod", Level.Moderator), _desk.User("ben"));
        Assert.Equal(["404 mod banned 9.8.7.6 for 60 seconds: bad word"], mod.Ask(MessageType.PrivateMessage, "OperServ ban 9.8.7.6 \"bad word\" 60"));
        Assert.Equal(["404 permission denied"], mod.Ask(MessageType.PrivateMessage, "operserv register cat pw c@d"));
        Assert.Equal(["404 mod killed ben: out"], mod.Ask(MessageType.PrivateMessage, "operserv kill ben out"));
        Assert.True(ben.IsClosed);
    }

    [Fact]
    public void The_first_operator_is_made_in_the_database()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("shoal-napster-").FullName, "users");
        using var store = AccountStore.Open(path);
        var secrets = new CountedSecrets();
        Assert.Null(store.Register("ann", "pw", Level.Elite, secrets, DateTimeOffset.UnixEpoch));
        Assert.Equal("there is a user of that nick", store.Register("Ann", "pw", Level.Elite, secrets, DateTimeOffset.UnixEpoch));
        Assert.StartsWith("'#x' is no nick", store.Register("#x", "pw", Level.Elite, secrets, DateTimeOffset.UnixEpoch));
        Assert.StartsWith("a password has", store.Register("ben", "", Level.Elite, secrets, DateTimeOffset.UnixEpoch));
        Assert.StartsWith("a password has", store.SetPassword("ann", "a\"b", secrets));
        Assert.Equal("there is no user of that nick", store.SetPassword("ben", "pw", secrets));
        Assert.Equal("there is no user of that nick", store.SetLevel("ben", Level.Leech));
        Assert.Null(store.SetPassword("ann", "new", secrets));
        Assert.True(PasswordHash.Verify("new"u8, store.Find("ann")!.Value.Password));
        Assert.Equal(["ann"], store.List(Level.Moderator).Select(static account => account.Nick));
        Assert.Null(store.SetLevel("ann", Level.User));
        Assert.Empty(store.List(Level.Moderator));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    public void Dispose() => _desk.Dispose();
}
