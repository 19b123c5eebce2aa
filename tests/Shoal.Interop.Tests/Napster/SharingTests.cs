using System.Globalization;
using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Napster;

/// <summary>Users of `shoal napster` with a server, each a program of his own.</summary>
public sealed class SharingTests
{
    private const int Song = 3_000_000;

    [Fact]
    public void What_one_shares_another_searches_browses_and_fetches_by_the_command()
    {
        using var box = new Sandbox();
        var server = new ShoalNapster(box);
        var song = box.Write("Music/blue sky.mp3", Song);
        box.Write("Music/live/red river.mp3", 1000, seed: 2);
        var ann = Share(box, server, "ann", "Music");

        var hit = Json.Of(Assert.Single(User(box, server, "ben", "search", "blue").EndsWith(0).Out));
        Assert.Equal(@"\Music\blue sky.mp3", hit.GetProperty("name").GetString());
        var got = Json.Of(Assert.Single(User(box, server, "ben", "get", "1", "--dir", "Fetched").EndsWith(0).Out));
        Assert.Equal(("done", true), (got.GetProperty("state").GetString(), got.GetProperty("verified").GetBoolean()));
        Assert.Equal(song, File.ReadAllBytes(box.At("Fetched/blue sky.mp3")));
        Assert.Equal(2, User(box, server, "ben", "browse", "ann").EndsWith(0).Out.Length);

        // In her own client, which runs.
        Assert.Contains("\"connected\":true", Assert.Single(box.RunShoal("napster", "status", "--profile", box.At("ann"), "--json").Out), StringComparison.Ordinal);
        User(box, server, "ben", "msg", "ann", "thank", "you").EndsWith(0);
        ann.Line("{\"event\":\"message\",\"text\":\"\\u003Cben\\u003E thank you\"}");
        Assert.Equal("shoal: the message did not reach 'zoe': User is not currently online.", Assert.Single(User(box, server, "ben", "msg", "zoe", "hello").EndsWith(1).Errors));
        ann.Signal(Child.SigTerm);
        ann.EndsWith(0);
    }

    [Fact]
    public void A_fetch_that_was_killed_goes_on_where_it_was()
    {
        using var box = new Sandbox();
        var server = new ShoalNapster(box);
        var song = box.Write("Music/blue sky.mp3", Song);
        Share(box, server, "ann", "Music", "--up", "1500K");
        var fetch = User(box, server, "ben", "get", "ann", @"\Music\blue sky.mp3", "--dir", "Fetched");
        Eventually.Is("a third of it to be there", () => LengthOf(box) > Song / 3);
        fetch.Signal(Child.SigKill);
        fetch.EndsWith(137);
        Assert.False(File.Exists(box.At("Fetched/blue sky.mp3")));
        var there = LengthOf(box);

        User(box, server, "ben", "get", "ann", @"\Music\blue sky.mp3", "--dir", "Fetched").EndsWith(0);
        Assert.Equal(song, File.ReadAllBytes(box.At("Fetched/blue sky.mp3")));
        Assert.True(there > Song / 3 && Directory.GetFiles(box.At("Fetched"), ".*").Length == 0, "nothing is left beside it");
    }

    [Fact]
    public void A_fetch_outlives_the_kill_of_its_owner_and_of_the_server()
    {
        using var box = new Sandbox();
        var server = new ShoalNapster(box);
        var song = box.Write("Music/blue sky.mp3", Song);
        var ann = Share(box, server, "ann", "Music", "--up", "1500K");
        var fetch = User(box, server, "ben", "get", "ann", @"\Music\blue sky.mp3", "--dir", "Fetched");
        Eventually.Is("a third of it to be there", () => LengthOf(box) > Song / 3);
        ann.Signal(Child.SigKill);
        ann.EndsWith(137);
        server.Child.Signal(Child.SigKill);
        server.Child.EndsWith(137);
        var there = LengthOf(box);

        var again = new ShoalNapster(box, "--port", server.Port.ToString(CultureInfo.InvariantCulture));
        Share(box, again, "ann");
        fetch.EndsWith(0);
        Assert.True(there > Song / 3);
        Assert.Equal(song, File.ReadAllBytes(box.At("Fetched/blue sky.mp3")));
    }

    [Fact]
    public void The_demo_shows_a_search_a_browse_and_two_fetches_that_are_the_same()
    {
        using var box = new Sandbox();
        var demo = box.Shoal("demo", "napster").EndsWith(0);
        Assert.Equal(2, demo.Out.Count(static line => line.Contains("identical to the original", StringComparison.Ordinal)));
        Assert.Contains(demo.Out, static line => line.Contains("in the end from ben", StringComparison.Ordinal));
    }

    private static Child User(Sandbox box, ShoalNapster server, string nick, string verb, params string[] arguments) => box.Shoal(
        ["napster", verb, .. arguments, "--profile", box.At(nick), "--server", "127.0.0.1:" + server.Port.ToString(CultureInfo.InvariantCulture), "--nick", nick, "--json"]);

    /// <summary>Somebody who shares, when the server knows it.</summary>
    private static Child Share(Sandbox box, ShoalNapster server, string nick, params string[] arguments)
    {
        var child = User(box, server, nick, "share", arguments);
        child.Line("{\"event\":\"online\"");
        child.Line("{\"event\":\"scan\"");
        return child;
    }

    private static long LengthOf(Sandbox box) => new FileInfo(box.At("Fetched/.blue sky.mp3.part")) is { Exists: true } part ? part.Length : 0;
}
