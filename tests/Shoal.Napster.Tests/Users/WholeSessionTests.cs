using System.Security.Cryptography;
using Shoal.Napster.Client.Downloads;
using Shoal.Napster.Client.Searching;
using Shoal.Napster.Client.Sessions;
using Shoal.Napster.Client.Uploads;

namespace Shoal.Napster.Tests.Users;

/// <summary>Several users and a server, over real sockets.</summary>
public sealed class WholeSessionTests
{
    [Fact]
    public void What_one_shares_another_finds_and_fetches_whole()
    {
        using var town = new Town();
        var song = Bytes(300_000);
        town.User("ann", ("blue sky.mp3", song), ("green hill.mp3", Bytes(1000))).Settle();
        var ben = town.User("ben").Settle();

        var hit = Assert.Single(ben.Search("blue"));
        Assert.Equal(("ann", @"\music\blue sky.mp3", 300_000L), (hit.Nick, hit.Text, hit.Size));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(song)), hit.Sha256.ToString());

        var got = ben.Get(hit);
        Assert.Equal((DownloadState.Done, true), (got.State, got.IsVerified));
        Assert.Equal(song, File.ReadAllBytes(got.Target));
        Assert.Equal(Path.Combine(ben.Fetched, "blue sky.mp3"), got.Target);
    }

    [Fact]
    public void A_browse_shows_all_that_one_shares_and_an_absent_user_is_named()
    {
        using var town = new Town();
        town.User("ann", ("a.mp3", Bytes(10)), ("deep/b.txt", Bytes(20)), ("deep/c.mp3", Bytes(30))).Settle();
        var ben = town.User("ben").Settle();
        Assert.Equal([@"\music\a.mp3", @"\music\deep\b.txt", @"\music\deep\c.mp3"], town.Wait(ben.Client.BrowseAsync("ann")).Select(static file => file.Text).Order(StringComparer.Ordinal));
        var missing = Assert.Throws<Shoal.Napster.Client.NapsterException>(() => town.Wait(ben.Client.BrowseAsync("zoe")));
        Assert.Equal("'zoe' is not there", missing.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_list_comes_straight_from_its_owner_whoever_can_be_connected_to(bool canBeConnectedTo)
    {
        using var town = new Town();
        town.User("ann", options => canBeConnectedTo ? options : options with { DataPort = null }, ("a.mp3", Bytes(10)), ("deep/b.txt", Bytes(20))).Settle();
        var ben = town.User("ben").Settle();
        Assert.Equal([@"\music\a.mp3", @"\music\deep\b.txt"], town.Wait(ben.Client.BrowseDirectlyAsync("ann")).Select(static file => file.Text).Order(StringComparer.Ordinal));
        Assert.Equal("User is not currently online.", Assert.Throws<Shoal.Napster.Client.NapsterException>(() => town.Wait(ben.Client.BrowseDirectlyAsync("zoe"))).Message);
    }

    [Fact]
    public void Who_nobody_can_connect_to_sends_by_connecting_himself()
    {
        using var town = new Town();
        var song = Bytes(200_000);
        town.User("ann", static options => options with { DataPort = null }, ("blue sky.mp3", song)).Settle();
        var ben = town.User("ben").Settle();
        var got = ben.Get(Assert.Single(ben.Search("blue")));
        Assert.Equal((DownloadState.Done, true), (got.State, got.IsVerified));
        Assert.Equal(song, File.ReadAllBytes(got.Target));
    }

    [Fact]
    public void Two_whom_nobody_can_connect_to_are_told_so()
    {
        using var town = new Town();
        town.User("ann", static options => options with { DataPort = null }, ("blue sky.mp3", Bytes(100))).Settle();
        var ben = town.User("ben", static options => options with { DataPort = null }).Settle();
        Assert.Empty(ben.Search("blue"));
        var file = new RemoteFile { Nick = "ann", Name = @"\music\blue sky.mp3"u8.ToArray(), Size = 100 };
        var id = town.Wait(ben.Client.GetAsync(file, ben.Fetched)).Id;
        Assert.Equal("neither its owner nor we can be connected to", ben.Await(id, static view => view.State == DownloadState.Retrying).Reason);
    }

    [Fact]
    public void Who_must_wait_sees_his_place_and_is_served_in_his_turn()
    {
        using var town = new Town();
        // A slot that is taken for a second or so: 200,000 bytes at 100,000 a second, of which a quarter of a second's go at once.
        town.User("ann", static options => options with { Slots = 1, UpRate = 100_000 }, ("blue one.mp3", Bytes(200_000)), ("blue two.mp3", Bytes(1001)), ("blue three.mp3", Bytes(1002))).Settle();
        var ben = town.User("ben").Settle();
        var cat = town.User("cat").Settle();
        var dan = town.User("dan").Settle();
        RemoteFile File(string name) => Assert.Single(ben.Search(name));

        var first = town.Wait(ben.Client.GetAsync(File("one"), ben.Fetched)).Id;
        ben.Await(first, static view => view.State == DownloadState.Receiving);
        var second = town.Wait(cat.Client.GetAsync(File("two"), cat.Fetched)).Id;
        Assert.Equal(1, cat.Await(second, static view => view.State == DownloadState.Queued).Place);
        var third = town.Wait(dan.Client.GetAsync(File("three"), dan.Fetched)).Id;
        Assert.Equal(2, dan.Await(third, static view => view.State == DownloadState.Queued).Place);

        Assert.Equal(DownloadState.Done, ben.Await(first, static view => view.State is DownloadState.Done or DownloadState.Failed).State);
        Assert.Equal(DownloadState.Done, cat.Await(second, static view => view.State is DownloadState.Done or DownloadState.Failed).State);
        Assert.Equal(DownloadState.Done, dan.Await(third, static view => view.State is DownloadState.Done or DownloadState.Failed).State);
    }

    [Fact]
    public void Another_owner_of_the_same_file_is_asked_when_the_first_is_gone()
    {
        using var town = new Town();
        var song = Bytes(400_000);
        var ann = town.User("ann", static options => options with { UpRate = 100_000 }, ("blue.mp3", song)).Settle();
        var ben = town.User("ben").Settle();
        var hit = Assert.Single(ben.Search("blue"));
        town.User("cat", ("other name of it.mp3", song)).Settle();

        var id = town.Wait(ben.Client.GetAsync(hit, ben.Fetched)).Id;
        ben.Await(id, static view => view is { State: DownloadState.Receiving, Received: > 0 });
        town.Leave(ann);
        var got = ben.Await(id, static view => view.State is DownloadState.Done or DownloadState.Failed);
        Assert.Equal((DownloadState.Done, "cat", true), (got.State, got.Nick, got.IsVerified));
        Assert.Equal(Path.Combine(ben.Fetched, "blue.mp3"), got.Target);
        Assert.Equal(song, File.ReadAllBytes(got.Target));
    }

    [Fact]
    public void What_was_wanted_is_gone_on_with_after_the_program_ended()
    {
        using var town = new Town();
        var song = Bytes(400_000);
        town.User("ann", static options => options with { UpRate = 150_000 }, ("blue.mp3", song)).Settle();
        var ben = town.User("ben").Settle();
        var id = town.Wait(ben.Client.GetAsync(Assert.Single(ben.Search("blue")), ben.Fetched)).Id;
        ben.Await(id, static view => view.Received > 0);
        town.Leave(ben);
        Assert.False(File.Exists(Path.Combine(ben.Fetched, "blue.mp3")));

        ben = town.User("ben");
        var got = ben.Await(id, static view => view.State is DownloadState.Done or DownloadState.Failed);
        Assert.Equal((DownloadState.Done, true), (got.State, got.IsVerified));
        Assert.Equal(song, File.ReadAllBytes(got.Target));
    }

    [Fact]
    public void A_file_that_is_not_shared_cannot_be_had_whatever_its_path()
    {
        using var town = new Town();
        var ann = town.User("ann", ("blue.mp3", Bytes(100))).Settle();
        var secret = Path.Combine(ann.Folder, "shares.db");
        var ben = town.User("ben").Settle();
        foreach (var path in new[] { secret, @"\music\..\shares.db", "/etc/passwd", @"\music\blue.mp3 ", @"\music/blue.mp3" })
        {
            var id = town.Wait(ben.Client.GetAsync(new RemoteFile { Nick = "ann", Name = System.Text.Encoding.UTF8.GetBytes(path), Size = 100 }, ben.Fetched)).Id;
            Assert.Contains("its owner", ben.Await(id, static view => view.State == DownloadState.Retrying).Reason, StringComparison.Ordinal);
            town.Wait(ben.Client.RemoveAsync(id));
        }

        Assert.Empty(town.Wait(ann.Client.UploadsAsync()));
    }

    [Fact]
    public void They_talk_in_private_and_in_a_channel_and_who_is_thrown_out_hears_it()
    {
        using var town = new Town();
        var ann = town.User("ann").Settle();
        var ben = town.User("ben").Settle();
        Assert.Empty(town.Wait(ann.Client.MessageAsync("ben", "hello ben")));
        town.Until("the message", () => ben.Heard.Contains("<ann> hello ben"));
        Assert.Equal(["User is not currently online."], town.Wait(ann.Client.MessageAsync("zoe", "hello")));

        ann.Client.Join("#songs");
        town.Until("she is in", () => ann.Heard.Contains("Entered #songs"));
        ben.Client.Join("#songs");
        town.Until("he is in", () => ben.Heard.Contains("Entered #songs"));
        Assert.Contains("Member #songs ann", ben.Heard);
        town.Until("she sees him", () => ann.Heard.Contains("Joined #songs ben"));
        ben.Client.Say("#songs", "good evening");
        ben.Client.Emote("#songs", "waves");
        town.Until("she hears him", () => ann.Heard.Contains("Said #songs ben good evening") && ann.Heard.Contains("Emote #songs ben waves"));

        // The first in a channel keeps its order (829).
        town.Wait(ann.Client.CommandAsync("829 #songs ben \"enough\""));
        town.Until("he is out", () => ben.Heard.Contains("Out #songs"));
    }

    [Fact]
    public void Who_is_killed_by_an_operator_comes_again()
    {
        using var town = new Town();
        var ann = town.User("ann", ("blue.mp3", Bytes(100))).Settle();
        town.Administer("kill ann");
        town.Until("she was out", () => ann.Heard.Any(static line => line.StartsWith("[Waiting", StringComparison.Ordinal)));
        ann.Settle();
    }

    [Fact]
    public void A_wrong_password_is_said_once_and_not_tried_again()
    {
        using var town = new Town();
        town.User("ann").Settle();
        var other = town.User("ANN", static options => options with { Password = "wrong", StateFolder = Directory.CreateDirectory(options.StateFolder + "2").FullName });
        town.Until("the refusal", () => other.Heard.Any(static line => line.Contains("Stopped: ", StringComparison.Ordinal)));
        Assert.Contains("Invalid Password", other.Story, StringComparison.Ordinal);
    }

    [Fact]
    public void After_the_server_was_away_it_knows_everything_again()
    {
        using var town = new Town();
        var ann = town.User("ann", ("blue.mp3", Bytes(100))).Settle();
        var ben = town.User("ben").Settle();
        town.CloseServer();
        town.Until("both noticed", () => !ann.IsOnline && !ben.IsOnline);
        town.OpenServer();
        ann.Settle();
        ben.Settle();
        Assert.Equal(DownloadState.Done, ben.Get(Assert.Single(ben.Search("blue"))).State);
    }

    [Fact]
    public void What_comes_into_the_shared_folder_is_found_and_what_goes_is_not()
    {
        using var town = new Town();
        var ann = town.User("ann", ("blue.mp3", Bytes(100))).Settle();
        var ben = town.User("ben").Settle();
        ann.Put("red.mp3", Bytes(200));
        File.Delete(Path.Combine(ann.Shared, "blue.mp3"));
        ann.Scan();
        town.Until("the new one is found, and the old one is not", () => ben.Search("red").Count == 1 && ben.Search("blue").Count == 0);
    }

    [Fact]
    public void A_saved_search_fetches_by_itself_what_somebody_shares_later()
    {
        using var town = new Town();
        var ben = town.User("ben").Settle();
        town.Wait(ben.Client.AddWishAsync("blues", new FileSearch { Words = "blue*" }, ben.Fetched));
        var song = Bytes(5000);
        town.User("ann", ("bluebird.mp3", song), ("red.mp3", Bytes(100))).Settle();
        town.Until("it is told of", () => ben.Heard.Contains(@"wish blues \music\bluebird.mp3"));
        var got = ben.Await(1, static view => view.State is DownloadState.Done or DownloadState.Failed);
        Assert.Equal(song, File.ReadAllBytes(got.Target));
        Assert.Equal(1, Assert.Single(town.Wait(ben.Client.WishesAsync())).Found);
    }

    [Fact]
    public void A_user_is_looked_up_with_the_program_and_what_is_shared()
    {
        using var town = new Town();
        town.User("ann", ("blue.mp3", Bytes(100))).Settle();
        var ben = town.User("ben").Settle();
        var ann = town.Wait(ben.Client.WhoIsAsync("Ann"));
        Assert.Equal(("ann", "User", true, 1L), (ann.Nick, ann.Level, ann.IsOnline, ann.Files));
        Assert.StartsWith("shoal ", ann.Client, StringComparison.Ordinal);
        Assert.Equal("user zoe is not a known user; User is not currently online.", Assert.Throws<Shoal.Napster.Client.NapsterException>(() => town.Wait(ben.Client.WhoIsAsync("zoe"))).Message);
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
