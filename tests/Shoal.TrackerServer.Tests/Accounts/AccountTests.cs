using Shoal.TrackerServer.Access;
using Shoal.TrackerServer.Accounts;
using Shoal.Trackers.Messages;

namespace Shoal.TrackerServer.Tests.Accounts;

public sealed class AccountTests : IDisposable
{
    private readonly PrivateDesk _desk = new();
    private readonly string _ann;

    public AccountTests()
    {
        Assert.True(_desk.Access.AddUser("ann"));
        _desk.Access.AddKey("ann", out var key);
        _ann = key!;
    }

    public void Dispose() => _desk.Dispose();

    [Fact]
    public void Differences_between_announces_are_added_up()
    {
        Say(0, 0, 1000, AnnounceEvent.Started);
        Say(100, 300, 700);
        Say(250, 1000, 0, AnnounceEvent.Completed);
        var share = _desk.Share("ann");
        Assert.Equal((250, 1000, 0, 1000), (share.Uploaded, share.Downloaded, share.Left, share.MostLeft));
        Assert.Equal((share.First.AddMinutes(20), share.Last), (share.Last, share.Completed));
    }

    [Fact]
    public void The_first_words_of_a_peer_are_where_its_totals_begin()
    {
        Say(5000, 7000, 0);
        Say(5100, 7000, 0);
        Assert.Equal((100, 0), (_desk.Share("ann").Uploaded, _desk.Share("ann").Downloaded));
        Assert.Null(_desk.Share("ann").Completed);
    }

    /// <summary>Totals are since "started", so one that is smaller began again at 0.</summary>
    [Fact]
    public void A_client_that_began_anew_is_counted_from_nothing()
    {
        Say(0, 0, 1000, AnnounceEvent.Started);
        Say(100, 200, 800);
        Say(0, 0, 800, AnnounceEvent.Started);
        Say(130, 250, 550);
        Say(40, 90, 460);
        Assert.Equal((270, 540), (_desk.Share("ann").Uploaded, _desk.Share("ann").Downloaded));
    }

    [Fact]
    public void Who_left_and_comes_back_begins_where_it_says()
    {
        Say(0, 0, 1000, AnnounceEvent.Started);
        Say(100, 200, 800, AnnounceEvent.Stopped);
        Say(100, 200, 800, AnnounceEvent.Started);
        Say(150, 200, 800);
        Assert.Equal((150, 200), (_desk.Share("ann").Uploaded, _desk.Share("ann").Downloaded));
    }

    [Fact]
    public void Two_peers_of_a_user_and_two_torrents_are_told_apart_and_added_up()
    {
        foreach (var peer in new[] { "home", "work" })
        {
            Say(0, 0, 1000, AnnounceEvent.Started, peer);
            Say(10, 0, 1000, AnnounceEvent.Started, peer, 'u');
        }

        Say(100, 20, 980, peer: "home");
        Say(300, 40, 960, peer: "work");
        Say(17, 0, 1000, peer: "work", torrent: 'u');
        Assert.Equal((400, 60), (_desk.Share("ann").Uploaded, _desk.Share("ann").Downloaded));
        Assert.Equal(7, _desk.Share("ann", 'u').Uploaded);
        var user = Assert.Single(_desk.Access.ListUsers());
        Assert.Equal((407, 60, 2, 1), (user.Uploaded, user.Downloaded, user.Torrents, user.Keys));
    }

    [Fact]
    public void More_than_a_line_carries_is_not_counted()
    {
        using var desk = new PrivateDesk(new AccountOptions { MostBytesPerSecond = 1000 });
        desk.Access.AddUser("bob");
        desk.Access.AddKey("bob", out var key);
        desk.Announce(key!, 0, 0, 5);
        desk.Seconds += 9;
        desk.Announce(key!, 1_000_000_000_000, 10_000, 5);
        desk.Seconds += 9;
        // From there on it counts again.
        desk.Announce(key!, 1_000_000_000_300, 10_000, 5);
        var share = desk.Share("bob");
        Assert.Equal((10_300, 10_000), (share.Uploaded, share.Downloaded));
        Assert.Equal(999_999_990_000, desk.Access.Books!.TooMuch);
    }

    [Fact]
    public void Seeding_is_counted_from_one_announce_to_the_next_and_two_at_once_are_one()
    {
        Say(0, 0, 0, peer: "home");
        Say(0, 0, 0, peer: "home", pause: 600);
        Say(0, 0, 0, peer: "work", pause: 100);
        Say(0, 0, 0, peer: "home", pause: 100);
        Say(0, 0, 0, peer: "work", pause: 300);
        Assert.Equal(1100, _desk.Share("ann").Seeding.TotalSeconds);
        // Who says nothing for too long was not there.
        Say(0, 0, 0, peer: "work", pause: (72 * 60) + 1);
        Assert.Equal(1100, _desk.Share("ann").Seeding.TotalSeconds);
        Say(0, 0, 0, AnnounceEvent.Stopped, "work", pause: 60);
        Say(0, 0, 0, AnnounceEvent.Started, "work", pause: 60);
        Assert.Equal(1160, _desk.Share("ann").Seeding.TotalSeconds);
    }

    [Fact]
    public void A_killed_tracker_loses_what_was_not_written_and_counts_nothing_twice()
    {
        Say(0, 0, 1000, AnnounceEvent.Started);
        Say(100, 200, 800);
        Assert.Equal(100, _desk.Share("ann").Uploaded);
        Say(170, 200, 800);

        _desk.Kill();

        Assert.Equal(100, _desk.Share("ann").Uploaded);
        // The client goes on with its totals, and so even what was lost comes back.
        Say(180, 200, 800);
        Assert.Equal((180, 200), (_desk.Share("ann").Uploaded, _desk.Share("ann").Downloaded));
    }

    [Fact]
    public void A_tracker_that_stops_in_order_writes_the_last()
    {
        Say(0, 0, 1000, AnnounceEvent.Started);
        Say(100, 200, 800);
        _desk.Restart();
        Say(180, 250, 750);
        Assert.Equal((180, 250), (_desk.Share("ann").Uploaded, _desk.Share("ann").Downloaded));
    }

    [Fact]
    public void Figures_that_cannot_be_written_wait_and_are_written_once()
    {
        Say(0, 0, 1000, AnnounceEvent.Started);
        using (var other = Data.SqliteDatabase.Open(_desk.Options.Database!, Data.Migrations.Of(typeof(TrackerAccess).Assembly, "Accounts")))
        {
            other.Execute("CREATE TRIGGER full BEFORE INSERT ON peers BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
            Say(100, 200, 800);
            _desk.Access.ListUsers();
            _desk.Access.ListUsers();
            Assert.Equal("the accounts cannot be written, and are kept in memory until they can: SQLite Error 19: 'the disk is full'", Assert.Single(_desk.Log.Lines).Message);
            Assert.Equal(0L, other.Scalar("SELECT count(*) FROM shares"));
            Say(120, 210, 790);
            other.Execute("DROP TRIGGER full");
        }

        Assert.Equal((120, 210), (_desk.Share("ann").Uploaded, _desk.Share("ann").Downloaded));
    }

    [Fact]
    public void Who_is_forgotten_leaves_nothing_and_his_last_figures_find_nobody()
    {
        Say(0, 0, 1000, AnnounceEvent.Started);
        Say(100, 200, 800);
        Assert.True(_desk.Access.RemoveUser("ann", forget: true));
        Assert.Null(_desk.Access.Report("ann"));
        Assert.Empty(_desk.Access.ListUsers());
        // One of the same name is another.
        Assert.True(_desk.Access.AddUser("ann"));
        Assert.Empty(_desk.Access.Report("ann")!.Shares);
    }

    [Fact]
    public void A_stolen_database_gives_no_passkey_away()
    {
        Say(0, 0, 1000, AnnounceEvent.Started);
        _desk.Access.Dispose();
        var bytes = Directory.GetFiles(Path.GetDirectoryName(_desk.Options.Database!)!).SelectMany(File.ReadAllBytes).ToArray();
        Assert.Equal(-1, bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(_ann)));
        Assert.Equal(-1, bytes.AsSpan().IndexOf(Convert.FromHexString(_ann)));
        Assert.NotEqual(-1, bytes.AsSpan().IndexOf(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(_ann))));
        _desk.Access = _desk.Open();
    }

    [Fact]
    public void Passkeys_come_and_go_at_once_and_outlive_a_restart()
    {
        _desk.Access.AddKey("ann", out var second);
        Assert.NotEqual(_ann, second);
        Assert.Equal(Refusal.None, _desk.Announce(second!, 0, 0, 5));
        Assert.True(_desk.Access.RemoveKey("ann", _desk.Access.ListKeys("ann")![0].Id));
        Assert.False(_desk.Access.RemoveKey("ann", 77));
        Assert.Equal((Refusal.UnknownPasskey, Refusal.None), (_desk.Announce(_ann, 0, 0, 5), _desk.Announce(second!, 0, 0, 5)));
        _desk.Restart();
        Assert.Equal((Refusal.UnknownPasskey, Refusal.None), (_desk.Announce(_ann, 0, 0, 5), _desk.Announce(second!, 0, 0, 5)));
        Assert.Null(_desk.Access.AddKey("nobody", out _));
        Assert.Null(_desk.Access.ListKeys("nobody"));
    }

    [Fact]
    public void Who_is_removed_is_refused_at_once_keeps_his_figures_and_may_come_again()
    {
        Say(0, 0, 1000, AnnounceEvent.Started);
        Say(100, 0, 1000);
        Assert.False(_desk.Access.AddUser("ann"));
        Assert.False(_desk.Access.RemoveUser("nobody", forget: false));
        Assert.True(_desk.Access.RemoveUser("ann", forget: false));
        Assert.Equal(Refusal.UnknownPasskey, _desk.Announce(_ann, 0, 0, 5));
        Assert.NotNull(_desk.Access.Report("ann")!.User.Disabled);
        Assert.True(_desk.Access.AddUser("ann"));
        Assert.Equal(Refusal.None, _desk.Announce(_ann, 0, 0, 5));
        Assert.Equal((100, null), (_desk.Share("ann").Uploaded, _desk.Access.Report("ann")!.User.Disabled));
    }

    private void Say(long up, long down, long left, AnnounceEvent what = AnnounceEvent.None, string peer = "one", char torrent = 't', int pause = 600)
    {
        _desk.Seconds += pause;
        Assert.Equal(Refusal.None, _desk.Announce(_ann, up, down, left, what, peer, torrent));
    }
}
