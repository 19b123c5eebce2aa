using System.Globalization;
using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Napster;

/// <summary>
/// The classic messages as every server answers them: what old clients count on (napster-protocol.md §2 to §5 and §11), at ours or at the one that SHOAL_NAPSTER_SERVER=host:port names. That
/// one must let anybody in who comes with a new nick, and believe data ports.
/// </summary>
public sealed class ClassicServerTests(NapsterServer server) : IClassFixture<NapsterServer>
{
    private const string Token = "0123456789abcdef0123456789abcdef";

    /// <summary>A word that nobody has used at that server before, which may be an old one.</summary>
    private readonly string _word = "w" + (DateTime.UtcNow.Ticks / 10).ToString("x", CultureInfo.InvariantCulture);

    [Fact]
    public void A_login_is_answered_by_an_address_a_text_and_the_figures()
    {
        using var peer = new NapsterPeer(server.Host, server.Port);
        peer.Send(2, $"{Nick("a")} pw 6699 \"test 0.1\" 8");
        var lines = peer.Await(214);
        Assert.Matches(@"^3 \S+$", lines[0]);
        Assert.All(lines.Skip(1).SkipLast(1), static line => Assert.StartsWith("621", line, StringComparison.Ordinal));
        Assert.Matches(@"^214 \d+ \d+ \d+$", lines[^1]);
    }

    [Fact]
    public void Whoever_says_something_else_first_is_put_out()
    {
        using var peer = new NapsterPeer(server.Host, server.Port);
        peer.Send(200, "FILENAME CONTAINS \"x\"");
        Assert.Equal("0 invalid command", peer.Read());
        Assert.True(peer.HasEnded());
    }

    [Fact]
    public void A_shared_file_is_found_by_others_and_every_search_has_an_end()
    {
        using var ann = User("a");
        using var ben = User("b");
        var path = $@"C:\music\{_word} Fighters - Everlong.mp3";
        ann.Send(100, $"\"{path}\" {Token} 4000000 192 44100 250");
        AwaitFile(ben, _word);
        string[] hit = [$"201 \"{path}\" {Token} 4000000 192 44100 250 {Nick("a")} {ann.Address} 8", "202"];
        Assert.Equal(hit, Search(ben, $"FILENAME CONTAINS \"{_word} everlong\" MAX_RESULTS 10"));
        Assert.Equal(hit, Search(ben, $"MAX_RESULTS 10 FILENAME CONTAINS \"EVERLONG {_word}\" BITRATE \"AT LEAST\" \"160\" LINESPEED \"EQUAL TO\" 8 FREQ \"AT BEST\" 44100"));
        Assert.Equal(["202"], Search(ben, $"FILENAME CONTAINS \"{_word}\" BITRATE \"AT BEST\" \"128\""));
        Assert.Equal(["202"], Search(ben, $"FILENAME CONTAINS \"{_word}\" FILENAME EXCLUDES \"fighters\""));
        Assert.Equal(["202"], Search(ben, $"FILENAME CONTAINS \"{_word[..^1]}\" MAX_RESULTS 10"));
        Assert.Equal(["202"], Search(ann, $"FILENAME CONTAINS \"{_word}\" MAX_RESULTS 10"));
        Assert.Equal(["404 invalid search request", "202"], Search(ben, $"FILENAME CONTAINS \"{_word}\" WMA-FILE"));
        Assert.Equal(["404 search failed: request contained no valid words", "202"], Search(ben, "MAX_RESULTS 5"));
        ann.Send(102, path);
        Eventually.Is("the file to be gone", () => Search(ben, $"FILENAME CONTAINS \"{_word}\"").Length == 1);
    }

    [Fact]
    public void A_folder_is_shared_at_once_and_browsed()
    {
        using var ann = User("a");
        using var ben = User("b");
        ann.Send(870, $"\"C:\\dir\" \"{_word} one.mp3\" {Token} 100 128 44100 10 \"{_word} two.mp3\" {Token} 200 128 44100 20");
        Eventually.Is("both to be found", () => Search(ben, $"FILENAME CONTAINS \"{_word}\"").Length == 3);
        var rows = ben.Ask(211, Nick("a"), 213).Where(static line => line.StartsWith("212 ", StringComparison.Ordinal) || line.StartsWith("213 ", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            [$"212 {Nick("a")} \"C:\\dir\\{_word} one.mp3\" {Token} 100 128 44100 10", $"212 {Nick("a")} \"C:\\dir\\{_word} two.mp3\" {Token} 200 128 44100 20"],
            rows.SkipLast(1).Order(StringComparer.Ordinal));
        Assert.StartsWith($"213 {Nick("a")}", rows[^1], StringComparison.Ordinal);
        Assert.Equal([$"210 {Nick("n")}", $"213 {Nick("n")}"], Heard(ben.Ask(211, Nick("n"), 213)));
    }

    [Fact]
    public void Who_is_there_is_told_of_and_who_is_not_known_is_not()
    {
        using var ann = User("a");
        using var ben = User("b");
        Assert.Matches($@"^604 {Nick("a")} ""(Leech|User)"" \d+ "" ?"" ""Active"" 0 0 0 8 ""test 0\.1""", Heard(ben.Ask(603, Nick("A"), 604))[^1]);
        Assert.StartsWith("404 ", Heard(ben.Ask(603, Nick("n"), 404))[^1], StringComparison.Ordinal);
        Assert.Equal($"601 {Nick("a")} 8", ben.Ask(600, Nick("a"), 601)[^1]);
    }

    [Fact]
    public void A_channel_tells_who_comes_who_speaks_and_who_goes()
    {
        using var ann = User("a");
        using var ben = User("b");
        var channel = "#" + _word;
        string[] joined = ["405", "408", "409", "410"];
        Assert.Equal(joined, ann.Ask(400, channel, 410).Where(IsOfChannel).Select(Type));
        var second = ben.Ask(400, channel, 410).Where(IsOfChannel).ToList();
        Assert.Equal(["405", "408", "408", "409", "410"], second.Select(Type));
        Assert.Equal([$"408 {channel} {Nick("a")} 0 8", $"408 {channel} {Nick("b")} 0 8"], second[1..3].Order(StringComparer.Ordinal));
        Assert.Equal($"406 {channel} {Nick("b")} 0 8", ann.Await(406)[^1]);
        ben.Send(402, $"{channel} hello all");
        Assert.Equal($"403 {channel} {Nick("b")} hello all", ben.Await(403)[^1]);
        Assert.Equal($"403 {channel} {Nick("b")} hello all", ann.Await(403)[^1]);
        ann.Send(410, $"{channel} old songs");
        Assert.Equal($"410 {channel} old songs", ben.Await(410)[^1]);
        Assert.Contains($"618 {channel} 2 old songs", ben.Ask(617, "", 617));
        Assert.Equal($"401 {channel}", ben.Ask(401, channel, 401)[^1]);
        Assert.Equal($"407 {channel} {Nick("b")} 0 8", ann.Await(407)[^1]);
    }

    [Fact]
    public void Two_are_brought_together_for_a_file()
    {
        using var ann = User("a", dataPort: 16801);
        using var ben = User("b");
        var file = Share(ann, ben);
        ben.Send(203, $"{Nick("a")} \"{file}\"");
        Assert.StartsWith($"607 {Nick("b")} \"{file}\"", ann.Await(607)[^1], StringComparison.Ordinal);
        ann.Send(608, $"{Nick("b")} \"{file}\"");
        Assert.Equal($"204 {Nick("a")} {ann.Address} 16801 \"{file}\" {Token} 8", ben.Await(204)[^1]);
        ann.Send(619, $"{Nick("b")} \"{file}\" 3");
        Assert.Equal($"620 {Nick("a")} \"{file}\" 4000000 3", ben.Await(620)[^1]);
        Assert.Equal($"206 {Nick("n")} \"{file}\"", ben.Ask(203, $"{Nick("n")} \"{file}\"", 206)[^1]);
        ben.Send(626, Nick("a"));
        Assert.Equal($"626 {Nick("b")}", ann.Await(626)[^1]);
    }

    [Fact]
    public void Who_cannot_be_connected_to_connects_himself()
    {
        using var ann = User("a", dataPort: 0);
        using var ben = User("b", dataPort: 16802);
        var file = Share(ann, ben);
        Assert.StartsWith($"204 {Nick("a")} {ann.Address} 0 \"{file}\" ", ben.Ask(203, $"{Nick("a")} \"{file}\"", 204)[^1], StringComparison.Ordinal);
        ben.Send(500, $"{Nick("a")} \"{file}\"");
        Assert.StartsWith($"607 {Nick("b")} \"{file}\"", ann.Await(607)[^1], StringComparison.Ordinal);
        ann.Send(608, $"{Nick("b")} \"{file}\"");
        Assert.Equal($"501 {Nick("b")} {ben.Address} 16802 \"{file}\" {Token} 8", ann.Await(501)[^1]);
    }

    [Fact]
    public void Users_talk_alone_and_hear_of_each_other()
    {
        using var ben = User("b");
        Assert.Equal($"301 {Nick("a")}", ben.Ask(207, Nick("a"), 301)[^1]);
        using (var ann = User("a"))
        {
            Assert.Equal($"209 {Nick("a")} 8", ben.Await(209)[^1]);
            Assert.Equal([$"301 {Nick("b")}", $"209 {Nick("b")} 8"], Heard(ann.Ask(207, Nick("b"), 209)));
            ben.Send(205, $"{Nick("A")} it's \"me\"");
            Assert.Equal($"205 {Nick("b")} it's \"me\"", ann.Await(205)[^1]);
            ben.Send(751, Nick("a"));
            Assert.Equal($"751 {Nick("b")}", ann.Await(751)[^1]);
        }

        Assert.Equal($"210 {Nick("a")}", ben.Await(210)[^1]);
        Assert.Equal("404 User is not currently online.", ben.Ask(205, $"{Nick("a")} hello", 404)[^1]);
    }

    [Fact]
    public void What_is_unknown_is_named_and_what_old_clients_say_aside_harms_nobody()
    {
        using var ann = User("a");
        Assert.Equal("404 Unknown command code 9000", ann.Ask(9000, "x", 404)[^1]);
        ann.Send(14, "NAME:ann ADDRESS:nowhere");
        ann.Send(300, "4444");
        ann.Send(920, "1");
        // Two in one piece, and a third in two.
        ann.SendBytes([.. ann.Frame(218, ""), .. ann.Frame(219, ""), .. ann.Frame(600, Nick("a"))[..3]]);
        ann.SendBytes(ann.Frame(600, Nick("a"))[3..]);
        Assert.Equal($"601 {Nick("a")} 8", ann.Await(601)[^1]);
    }

    private static string Type(string line) => line.Split(' ')[0];

    private static bool IsOfChannel(string line) => Type(line) is "405" or "406" or "408" or "409" or "410";

    /// <summary>Without the figures, which come when they like.</summary>
    private static string[] Heard(IEnumerable<string> lines) => [.. lines.Where(static line => Type(line) != "214")];

    private static string[] Search(NapsterPeer peer, string request) => Heard(peer.Ask(200, request, 202));

    private static void AwaitFile(NapsterPeer peer, string word) => Eventually.Is("the file to be found", () => Search(peer, $"FILENAME CONTAINS \"{word}\"").Length == 2);

    private string Share(NapsterPeer owner, NapsterPeer other)
    {
        var path = $@"C:\music\{_word}.mp3";
        owner.Send(100, $"\"{path}\" {Token} 4000000 192 44100 250");
        AwaitFile(other, _word);
        return path;
    }

    /// <summary>Of this test alone.</summary>
    private string Nick(string name) => name + _word;

    private NapsterPeer User(string name, int dataPort = 6699)
    {
        var peer = new NapsterPeer(server.Host, server.Port);
        peer.Send(2, $"{Nick(name)} pw {dataPort} \"test 0.1\" 8");
        peer.Await(214);
        return peer;
    }
}
