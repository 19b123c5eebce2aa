using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Tests.Administration;

/// <summary>What operators are told: 801, 831, 10112 and the other links, 10115, 10118, 10119, 10120, 10121, 10123, 10203, 10264.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly NapsterDesk _desk = new();

    [Fact]
    public void Users_are_listed_with_their_addresses_by_what_they_are()
    {
        var (mod, _) = (_desk.User("mod", Level.Moderator), _desk.User("ben", from: "9.8.7.6"));
        mod.Send(MessageType.Muzzle, "ben");
        mod.Send(MessageType.Cloak);
        Assert.Equal(["832 ben 9.8.7.6", "832 mod 127.0.0.1", "831"], mod.Ask(MessageType.Users));
        Assert.Equal(["832 ben 9.8.7.6", "831"], mod.Ask(MessageType.Users, "localhost u"));
        Assert.Equal(["832 mod 127.0.0.1", "831"], mod.Ask(MessageType.Users, "localhost ma"));
        Assert.Equal(["832 ben 9.8.7.6", "831"], mod.Ask(MessageType.Users, "localhost z"));
        Assert.Equal(["832 mod 127.0.0.1", "831"], mod.Ask(MessageType.Users, "localhost c"));
        Assert.Equal(["831"], mod.Ask(MessageType.Users, "localhost e"));
    }

    [Fact]
    public void Thousands_are_listed_as_the_moderator_reads_them()
    {
        for (var i = 0; i < 1200; i++)
        {
            _desk.User($"u{i:0000}");
        }

        var mod = _desk.User("mod", Level.Moderator);
        var rows = mod.Ask(MessageType.Users);
        Assert.Equal(1202, rows.Count);
        Assert.Equal("831", rows[^1]);
        Assert.Equal(rows.Take(1201).Order(StringComparer.Ordinal), rows.Take(1201));
        Assert.Equal(["404 kill failed: no such user"], mod.Ask(MessageType.Kill, "nobody"));
    }

    [Fact]
    public void A_server_without_links_says_so()
    {
        var elite = _desk.User("elite", Level.Elite);
        Assert.Equal(["10112"], elite.Ask(MessageType.LinkedServers));
        Assert.Equal(["404 server connect failed: no such server"], elite.Ask(MessageType.LinkServer, "x"));
        Assert.Equal(["404 server disconnect failed: no such server"], elite.Ask(MessageType.UnlinkServer, "x"));
        Assert.Equal(["404 kill server failed: it is stopped where it was started"], elite.Ask(MessageType.KillServer, "x"));
        Assert.Equal(["404 ping all servers failed: this server is linked to no other"], elite.Ask(MessageType.PingServers));
        Assert.StartsWith("404 shoal ", Assert.Single(elite.Ask(MessageType.ServerVersion)));
    }

    [Fact]
    public void Usage_is_told_in_sixteen_fields()
    {
        var ann = _desk.User("ann").Send(MessageType.Share, "\"\\m\\a.mp3\" 0123456789abcdef0123456789abcdef 10240 128 44100 10");
        _desk.Connect();
        _desk.Loop.Advance(TimeSpan.FromSeconds(90));
        ann.Read();
        var fields = Assert.Single(ann.Ask(MessageType.Usage)).Split(' ');
        Assert.Equal(17, fields.Length);
        Assert.Equal(["10115", "1", "0", "1", "1", "10", "0"], fields[..7]);
        Assert.Equal("90", fields[8]);
        Assert.Equal("1", fields[10]);
        Assert.Equal("0", fields[16]);
        Assert.True(long.Parse(fields[14]) > 80 && long.Parse(fields[15]) > 20);
        Assert.Equal(["404 stats failed: no such server"], ann.Ask(MessageType.Usage, "elsewhere"));
    }

    [Fact]
    public void What_came_is_told_message_by_message_and_together()
    {
        var mod = _desk.User("mod", Level.Moderator);
        Assert.Equal(["404 permission denied"], _desk.User("ann").Send((MessageType)999, "what?").Send(MessageType.PingServer, "1").Ask(MessageType.Histogram));
        mod.Read();
        Assert.Equal(
            [
                $"10123 2 2 {2 * "....mod pw 6699 \"test 0.1\" 8".Length}",
                "10123 750 1 5",
                "10123 10123 2 8",
                $"10124 0 1 9 5 {(2 * "....mod pw 6699 \"test 0.1\" 8".Length) + 5 + 8}",
            ],
            mod.Ask(MessageType.Histogram));
    }

    [Fact]
    public void Clients_are_tallied_the_most_used_first()
    {
        var mod = _desk.User("mod", Level.Moderator);
        _desk.User("ann");
        _desk.Connect().Send(MessageType.Login, "ben pw 1 \"TekNap 1.3\" 8");
        Assert.Equal(["10118 \"test 0.1\" 2", "10118 \"TekNap 1.3\" 1", "10118"], mod.Ask(MessageType.ClientTally));
    }

    [Fact]
    public void Who_went_is_remembered_for_a_while()
    {
        var mod = _desk.User("mod", Level.Moderator);
        _desk.User("ben", from: "9.8.7.6").Link.End();
        _desk.Settle();
        var fields = Assert.Single(mod.Ask(MessageType.WhoWasThere, "BEN")).Split(' ');
        Assert.Equal(["10121", "ben", $"{(6 << 24) + (7 << 16) + (8 << 8) + 9}", "localhost"], fields[..4]);
        Assert.Equal("\"test 0.1\"", string.Join(' ', fields[5..]));
        Assert.Equal(["404 who was failed: mod: no info"], mod.Ask(MessageType.WhoWasThere, "mod"));
        for (var i = 0; i < 1000; i++)
        {
            _desk.User("cat").Link.End();
        }

        Assert.Equal(["404 who was failed: ben: no info"], mod.Ask(MessageType.WhoWasThere, "ben"));
        Assert.StartsWith("10121 cat ", Assert.Single(mod.Ask(MessageType.WhoWasThere, "cat")));
    }

    [Fact]
    public void A_moderator_hears_of_what_he_likes()
    {
        var (one, two) = (_desk.User("one", Level.Moderator), _desk.User("two", Level.Moderator));
        Assert.Equal(["10203 ERROR BAN CHANGE KILL LEVEL SERVER MUZZLE PORT WALLOP CLOAK FLOOD PING MSG WHOIS ABUSE"], one.Ask(MessageType.UserMode));
        Assert.Equal(["10203 KILL"], one.Ask(MessageType.UserMode, "none ban kill -BAN"));
        Assert.Equal(["404 user mode failed: noise: no such mode"], one.Ask(MessageType.UserMode, "all noise"));
        Assert.Equal(["10203 KILL"], one.Ask(MessageType.UserMode));
        _desk.User("ben");
        two.Send(MessageType.Ban, "9.8.7.6").Send(MessageType.Kill, "ben x");
        Assert.Equal(["404 two killed ben: x"], one.Lines());
        Assert.Equal(["10203 NONE"], one.Ask(MessageType.UserMode, "NONE"));
        Assert.StartsWith("10203 ERROR BAN CHANGE", one.Ask(MessageType.UserMode, "ALL")[0]);
    }

    [Fact]
    public void The_log_level_is_told_and_not_set()
    {
        var adm = _desk.User("adm", Level.Admin);
        Assert.Equal(["205 localhost log_level: None"], adm.Ask(MessageType.LogLevel));
        Assert.Equal(["404 log level failed: it is set where the server is started"], adm.Ask(MessageType.LogLevel, "debug"));
    }

    public void Dispose() => _desk.Dispose();
}
