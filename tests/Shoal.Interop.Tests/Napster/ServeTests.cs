using System.Net.Sockets;
using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Napster;

/// <summary>`shoal napster serve` with clients on real sockets.</summary>
public sealed class ServeTests
{
    private const string Token = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_one_shares_another_finds_and_is_told_where_to_fetch_it(bool isBig)
    {
        using var box = new Sandbox();
        var server = new ShoalNapster(box);
        using var ann = NapsterPeer.User(server.Port, "ann", dataPort: 6700);
        using var ben = new NapsterPeer(server.Port, isBig);
        ben.Send(920, "1");
        ben.Send(2, "ben pw 6699 \"test\" 8");
        ben.Await(214);
        ann.Send(100, $"\"\\m\\Foo Fighters - Everlong.mp3\" {Token} 5000000000 192 44100 250");
        Eventually.Is("the file to be counted", () => ann.Ask(214, "", 214)[^1] == "214 2 1 4");

        var hits = ben.Ask(200, "FILENAME CONTAINS \"everlong\" MAX_RESULTS 10", 202);

        Assert.Equal([$"201 \"\\m\\Foo Fighters - Everlong.mp3\" {Token} 5000000000 192 44100 250 ann 16777343 8", "202"], hits);
        ben.Send(203, "ann \"\\m\\Foo Fighters - Everlong.mp3\"");
        Assert.Equal("607 ben \"\\m\\Foo Fighters - Everlong.mp3\"", ann.Await(607)[^1]);
        ann.Send(608, "ben \"\\m\\Foo Fighters - Everlong.mp3\"");
        Assert.Equal($"204 ann 16777343 6700 \"\\m\\Foo Fighters - Everlong.mp3\" {Token} 8", ben.Await(204)[^1]);
        Assert.Equal(2, server.Stop().Number("users"));
    }

    [Fact]
    public void A_killed_server_knows_its_users_their_searches_and_their_files_again()
    {
        using var box = new Sandbox();
        var first = new ShoalNapster(box);
        using (var ann = NapsterPeer.User(first.Port, "ann", "secret"))
        using (var ben = NapsterPeer.User(first.Port, "ben"))
        {
            ann.Send(100, $"\"\\m\\blue moon.mp3\" {Token} 10 128 44100 20");
            ben.Ask(10400, "\"moons\" FILENAME CONTAINS moon", 10401);
            Eventually.Is("the file to be found", () => ben.Ask(200, "FILENAME CONTAINS moon", 202).Count == 2);
            first.Child.Signal(Child.SigKill);
            first.Child.EndsWith(137);
        }

        var second = new ShoalNapster(box);
        Assert.Equal(1, second.Welcome.Number("remembered"));
        using var stranger = new NapsterPeer(second.Port);
        stranger.Send(2, "ann wrong 6699 \"test\" 8");
        Assert.Equal("0 Invalid Password", stranger.Read());
        Assert.True(stranger.HasEnded());
        using var again = NapsterPeer.User(second.Port, "ann", "secret");
        using var listener = NapsterPeer.User(second.Port, "ben");
        Assert.Equal("202", Assert.Single(listener.Ask(200, "FILENAME CONTAINS moon", 202)));
        again.Send(100, $"\"\\m\\blue moon.mp3\" {Token} 10 128 44100 20");
        again.Send(100, $"\"\\m\\new moon.mp3\" {Token} 11 128 44100 20");
        Assert.StartsWith("10402 \"moons\" \"\\m\\new moon.mp3\" ", listener.Await(10402)[^1], StringComparison.Ordinal);
        Assert.Equal(3, listener.Ask(200, "FILENAME CONTAINS moon", 202).Count);
        second.Stop();
    }

    /// <summary>Whatever a moderator was told is done is on disk by then.</summary>
    [Fact]
    public void A_killed_server_has_its_bans_and_its_registered_channels_again()
    {
        using var box = new Sandbox();
        string[] owner = ["--database", box.At("napster.db")];
        box.RunShoal(["napster", "user", "add", "mod", "--level", "moderator", "--password", "secret", .. owner]);
        var first = new ShoalNapster(box);
        using (var mod = NapsterPeer.User(first.Port, "mod", "secret"))
        using (var ann = NapsterPeer.User(first.Port, "ann"))
        {
            ann.Ask(400, "#kept", 404);
            ann.Ask(400, "#gone", 404);
            mod.Send(10209, "#kept +REGISTERED +MODERATED");
            Assert.Equal("404 mod changed mode on channel #kept: +MODERATED +REGISTERED", ann.Await(404)[^1]);
            ann.Ask(410, "#kept old songs", 410);
            ann.Ask(422, "#kept rude \"go away\"", 404);
            mod.Ask(612, "spam \"junk\" 3600", 404);
            mod.Ask(612, "127.0.0.9 \"no more\"", 404);
            mod.Ask(612, "9.9.9.9", 404);
            mod.Ask(614, "9.9.9.9", 404);
            first.Child.Signal(Child.SigKill);
            first.Child.EndsWith(137);
        }

        var second = new ShoalNapster(box);
        using (var banned = new NapsterPeer(second.Port, from: "127.0.0.9"))
        {
            Assert.Equal("0 You are banned: no more", banned.Read());
        }

        using (var banned = new NapsterPeer(second.Port))
        {
            banned.Send(2, "spam pw 6699 \"test\" 8");
            Assert.Equal("0 You are banned: junk", banned.Read());
        }

        using var again = NapsterPeer.User(second.Port, "mod", "secret");
        Assert.Equal(["127.0.0.9", "spam!*"], again.Ask(615, "", 615).Where(static line => line.StartsWith("616 ", StringComparison.Ordinal)).Select(static line => line.Split(' ')[1]));
        Assert.Equal(["828 #kept 0 0 1 0 \"old songs\"", "827"], again.Ask(827, "", 827));
        Assert.StartsWith("421 rude ann \"go away\" ", again.Ask(420, "#kept", 420)[0], StringComparison.Ordinal);
        using var operatorAgain = NapsterPeer.User(second.Port, "ann");
        Assert.Equal("404 Server shoal set you as operator on channel #kept", operatorAgain.Ask(400, "#kept", 404)[^1]);
        second.Stop();
    }

    [Fact]
    public void A_server_killed_while_it_writes_keeps_whole_files_and_nothing_else()
    {
        using var box = new Sandbox();
        var kills = Environment.GetEnvironmentVariable("SHOAL_LONG") == "1" ? 40 : 4;
        var chance = new Random(5);
        long remembered = 0;
        for (var round = 0; round < kills; round++)
        {
            var server = new ShoalNapster(box);
            Assert.True(server.Welcome.Number("remembered") >= remembered, "what was searched for once is gone");
            using var ann = NapsterPeer.User(server.Port, "ann");
            var killAt = 200 + chance.Next(2000);
            for (var i = 0; i < killAt; i++)
            {
                ann.Send(100, $"\"\\m\\{round} song {i}.mp3\" {Token} {1000 + i} 128 44100 20");
                if (i == 100)
                {
                    // Whatever is counted was written.
                    var figures = ann.Ask(214, "", 214)[^1].Split(' ');
                    remembered = Math.Max(remembered, long.Parse(figures[2], System.Globalization.CultureInfo.InvariantCulture));
                }
            }

            server.Child.Signal(Child.SigKill);
            server.Child.EndsWith(137);
            Assert.Equal("ok", box.Run("/usr/bin/python3", "-c", $"import sqlite3; print(sqlite3.connect('{box.At("napster.db.files")}').execute('PRAGMA integrity_check').fetchone()[0])")[0]);
        }
    }

    [Fact]
    public void Clients_that_come_share_and_vanish_at_random_are_counted_right_at_the_end()
    {
        using var box = new Sandbox();
        var (clients, steps) = Environment.GetEnvironmentVariable("SHOAL_LONG") == "1" ? (1000, 20_000) : (100, 1_500);
        var server = new ShoalNapster(box);
        var chance = new Random(11);
        var there = new Dictionary<int, (NapsterPeer Peer, HashSet<int> Files)>();
        for (var step = 0; step < steps; step++)
        {
            var who = chance.Next(clients);
            if (!there.TryGetValue(who, out var client))
            {
                there[who] = (NapsterPeer.User(server.Port, $"u{who}", from: $"127.0.{1 + (who / 200)}.{1 + (who % 200)}"), []);
            }
            else if (chance.Next(4) == 0)
            {
                there.Remove(who);
                client.Peer.Dispose();
            }
            else
            {
                for (var i = chance.Next(20); i > 0; i--)
                {
                    var file = chance.Next(50);
                    client.Files.Add(file);
                    client.Peer.Send(100, $"\"\\m\\song {file}.mp3\" {Token} 1000 128 44100 20");
                }
            }
        }

        using var watcher = NapsterPeer.User(server.Port, "watcher");
        var expected = $"214 {there.Count + 1} {there.Values.Sum(static client => client.Files.Count)} 0";
        var last = "";
        Eventually.Is("the figures to be right", () => (last = watcher.Ask(214, "", 214)[^1]) == expected, () => $"{last} instead of {expected}");
        var stats = Json.Of(Curl(box, server.Control + "/stats")[0]);
        Assert.Equal(expected, $"214 {stats.Number("users")} {stats.Number("files")} 0");
        foreach (var (peer, _) in there.Values)
        {
            peer.Dispose();
        }

        Eventually.Is("all to be gone", () => (last = watcher.Ask(214, "", 214)[^1]) == "214 1 0 0", () => last);
        server.Stop();
    }

    [Fact]
    public void A_data_port_is_tried_and_who_has_none_is_told_so()
    {
        using var box = new Sandbox();
        using var open = new TcpListener(System.Net.IPAddress.Loopback, 0);
        open.Start();
        var server = new ShoalNapster(box, "--check");
        using var ann = NapsterPeer.User(server.Port, "ann", dataPort: Sandbox.FreePort());
        Assert.StartsWith("404 Nobody can connect to your data port ", ann.Await(404)[^1], StringComparison.Ordinal);
        using var ben = NapsterPeer.User(server.Port, "ben", dataPort: ((System.Net.IPEndPoint)open.LocalEndpoint).Port);
        open.AcceptTcpClient().Dispose();
        server.Stop();
    }

    [Fact]
    public void It_shows_a_page_figures_and_its_health()
    {
        using var box = new Sandbox();
        var server = new ShoalNapster(box);
        using var ann = NapsterPeer.User(server.Port, "ann");
        ann.Send(100, $"\"\\m\\blue moon.mp3\" {Token} 10 128 44100 20");
        ann.Ask(200, "FILENAME CONTAINS moon", 202);
        Assert.Equal("ok", Curl(box, server.Control + "/healthz")[0]);
        var metrics = Curl(box, server.Control + "/metrics");
        Assert.Contains("shoal_napster_users 1", metrics);
        Assert.Contains("shoal_napster_searches_total 1", metrics);
        Assert.Contains("shoal_napster_shared_files 1", metrics);
        var stats = Json.Of(Curl(box, server.Control + "/stats")[0]);
        Assert.Equal((1, 1, 10), (stats.Number("users"), stats.Number("files"), stats.Number("bytes")));
        Assert.Equal(1, stats.GetProperty("totals").Number("shares"));
        Assert.Contains("<title>Shoal Napster server</title>", Curl(box, server.Control + "/"));
        server.Stop();
    }

    [Theory]
    [InlineData("napster.db", "name another by --database")]
    [InlineData("napster.db.files", "it may be deleted: users tell again what they share")]
    public void A_database_that_is_none_is_named_with_its_own_cure(string broken, string cure)
    {
        using var box = new Sandbox();
        box.Write(broken, 4096);
        var server = box.Shoal("napster", "serve", "--port", "0", "--bind", "127.0.0.1", "--database", box.At("napster.db")).EndsWith(1);
        Assert.Equal($"shoal: the database '{box.At(broken)}' cannot be used (it is no database of SQLite): {cure}", Assert.Single(server.Errors));
    }

    [Fact]
    public void A_port_in_use_is_named_with_the_cure()
    {
        using var box = new Sandbox();
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var second = box.Shoal("napster", "serve", "--port", $"{((System.Net.IPEndPoint)taken.LocalEndpoint).Port}", "--bind", "127.0.0.1", "--database", box.At("db")).EndsWith(1);
        Assert.Matches(@"^shoal: the server cannot listen on 127\.0\.0\.1:\d+ \(.*\): choose another --port or --bind$", Assert.Single(second.Errors));
    }

    [Fact]
    public void Users_are_registered_by_the_command_and_come_in_at_once()
    {
        using var box = new Sandbox();
        var server = new ShoalNapster(box, "--registered-only");
        string[] file = ["--database", box.At("napster.db"), "--json"];
        Assert.True(server.Port > 0);
        using var stranger = new NapsterPeer(server.Port);
        stranger.Send(2, "ann pw 6699 \"test\" 8");
        Assert.Equal("0 this server has registered users only: register first", stranger.Read());

        var made = Json.Of(box.RunShoal(["napster", "user", "add", "ann", "--level", "elite", .. file]).Out[0]).GetProperty("password").GetString()!;

        using (var ann = NapsterPeer.User(server.Port, "ann", made))
        {
            Assert.Contains("\"Elite\"", ann.Ask(603, "ann", 604)[^1], StringComparison.Ordinal);
        }

        box.RunShoal(["napster", "user", "password", "ann", "--password", "other", .. file]);
        using var late = new NapsterPeer(server.Port);
        late.Send(2, $"ann {made} 6699 \"test\" 8");
        Assert.Equal("0 Invalid Password", late.Read());
        NapsterPeer.User(server.Port, "ann", "other").Dispose();
        box.RunShoal(["napster", "user", "level", "ann", "moderator", .. file]);
        var listed = Json.Of(Assert.Single(box.RunShoal(["napster", "user", "list", .. file]).Out));
        Assert.Equal(("ann", "moderator"), (listed.GetProperty("nick").GetString()!, listed.GetProperty("level").GetString()!));
        Assert.Equal("shoal: there is no user of that nick", Assert.Single(box.Shoal(["napster", "user", "level", "ben", "user", .. file]).EndsWith(1).Errors));
        server.Stop();
    }

    [Fact]
    public void What_is_known_of_files_is_taken_out_and_brought_in_elsewhere_while_no_server_runs()
    {
        using var box = new Sandbox();
        var server = new ShoalNapster(box);
        using (var ann = NapsterPeer.User(server.Port, "ann"))
        {
            ann.Send(100, $"\"\\m\\blue moon.mp3\" {Token} 10 128 44100 20");
            Eventually.Is("the file to be counted", () => ann.Ask(214, "", 214)[^1] == "214 1 1 0");
        }

        var refused = box.Shoal("napster", "files", "export", box.At("files.jsonl"), "--database", box.At("napster.db")).EndsWith(1);
        Assert.Contains("perhaps because a server uses it", Assert.Single(refused.Errors), StringComparison.Ordinal);
        server.Stop();
        Assert.Equal(1, Json.Of(box.RunShoal("napster", "files", "export", box.At("files.jsonl"), "--database", box.At("napster.db"), "--json").Out[0]).Number("files"));
        Assert.Contains("blue moon", Assert.Single(File.ReadAllLines(box.At("files.jsonl"))), StringComparison.Ordinal);
        Assert.Equal(1, Json.Of(box.RunShoal("napster", "files", "import", box.At("files.jsonl"), "--database", box.At("other.db"), "--json").Out[0]).Number("kept"));
        File.AppendAllText(box.At("files.jsonl"), "nonsense\n");
        var bad = box.Shoal("napster", "files", "import", box.At("files.jsonl"), "--database", box.At("other.db")).EndsWith(3);
        Assert.Contains("line 2: ", Assert.Single(bad.Errors), StringComparison.Ordinal);
        Assert.Equal("0 files kept, 1 known before, 1 lines refused", bad.Out[0]);
    }

    private static string[] Curl(Sandbox box, string url) => box.Run("curl", "--silent", "--show-error", "--fail", "--noproxy", "*", url);
}
