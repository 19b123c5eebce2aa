using Shoal.Dht.Nodes;

namespace Shoal.Dht.Tests.Nodes;

public class ReachTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Whom_no_stranger_asks_becomes_read_only_and_tries_again_after_an_hour()
    {
        var reach = new Reach(ReadOnlyMode.Auto, TimeSpan.Zero);
        Ask(reach, 60, TimeSpan.Zero);
        reach.Judge(14 * Minute);
        Assert.False(reach.IsReadOnly);
        reach.Judge(16 * Minute);
        Assert.True(reach.IsReadOnly);
        reach.Judge(60 * Minute);
        Assert.True(reach.IsReadOnly);
        reach.Judge(80 * Minute);
        Assert.False(reach.IsReadOnly);
    }

    [Fact]
    public void A_stranger_s_question_proves_that_we_are_reached_and_an_asked_one_s_does_not()
    {
        var (asked, stranger) = (new Reach(ReadOnlyMode.Auto, TimeSpan.Zero), new Reach(ReadOnlyMode.Auto, TimeSpan.Zero));
        Ask(asked, 60, TimeSpan.Zero);
        Ask(stranger, 60, TimeSpan.Zero);
        asked.OnQuery(Some.Public(3), Minute);
        stranger.OnQuery(Some.Public(3, port: 9), Minute);
        asked.Judge(16 * Minute);
        stranger.Judge(16 * Minute);
        Assert.True(asked.IsReadOnly);
        Assert.False(stranger.IsReadOnly);
    }

    [Fact]
    public void Read_only_it_is_there_for_all_again_as_soon_as_a_stranger_asks()
    {
        var reach = new Reach(ReadOnlyMode.Auto, TimeSpan.Zero);
        Ask(reach, 60, TimeSpan.Zero);
        reach.Judge(16 * Minute);
        reach.OnQuery(Some.Public(999), 17 * Minute);
        Assert.False(reach.IsReadOnly);
    }

    [Fact]
    public void Whom_we_asked_is_remembered_as_long_as_routers_may_and_no_longer()
    {
        var reach = new Reach(ReadOnlyMode.Auto, TimeSpan.Zero);
        reach.OnAsked(Some.Public(1), Minute);
        reach.OnAsked(Some.Public(2), 2 * Minute);
        Assert.True(reach.WasAsked(Some.Public(1), 3.9 * Minute));
        // Who was asked by us asks back just then, as a stranger.
        Assert.False(reach.WasAsked(Some.Public(1), 4 * Minute));
        Assert.True(reach.WasAsked(Some.Public(2), 4 * Minute));
        reach.OnAsked(Some.Public(3), 4 * Minute);
        reach.OnAsked(Some.Public(2), 5 * Minute);
        reach.OnAsked(Some.Public(4), 7 * Minute);
        Assert.True(reach.WasAsked(Some.Public(2), 7 * Minute));
    }

    [Fact]
    public void A_node_that_comes_late_to_its_loop_has_its_time_too()
    {
        var reach = new Reach(ReadOnlyMode.Auto, 60 * Minute);
        Ask(reach, 60, 60 * Minute);
        reach.Judge(61 * Minute);
        Assert.False(reach.IsReadOnly);
        reach.Judge(76 * Minute);
        Assert.True(reach.IsReadOnly);
    }

    [Fact]
    public void Of_whom_we_asked_no_more_are_remembered_than_there_is_room_for()
    {
        var reach = new Reach(ReadOnlyMode.Auto, TimeSpan.Zero);
        for (var i = 0; i < 2 * 8192; i++)
        {
            reach.OnAsked(Some.Public(i), TimeSpan.Zero);
        }

        Assert.True(reach.WasAsked(Some.Public(0), TimeSpan.Zero));
        reach.OnAsked(Some.Public(2 * 8192), TimeSpan.Zero);
        Assert.False(reach.WasAsked(Some.Public(0), TimeSpan.Zero));
        Assert.True(reach.WasAsked(Some.Public(8192), TimeSpan.Zero));
    }

    [Fact]
    public void Once_reached_is_not_for_ever()
    {
        var reach = new Reach(ReadOnlyMode.Auto, TimeSpan.Zero);
        Ask(reach, 60, TimeSpan.Zero);
        reach.OnQuery(Some.Public(999), Minute);
        reach.Judge(59 * Minute);
        Assert.True(reach.IsProven);
        reach.Judge(61 * Minute);
        Assert.False(reach.IsProven);
        Ask(reach, 60, 62 * Minute);
        reach.Judge(75 * Minute);
        Assert.False(reach.IsReadOnly);
        reach.Judge(77 * Minute);
        Assert.True(reach.IsReadOnly);
    }

    [Fact]
    public void A_quiet_node_that_asked_hardly_anybody_stays_as_it_is()
    {
        var reach = new Reach(ReadOnlyMode.Auto, TimeSpan.Zero);
        Ask(reach, 10, TimeSpan.Zero);
        reach.Judge(60 * Minute);
        Assert.False(reach.IsReadOnly);
    }

    [Fact]
    public void Set_once_it_stays_so()
    {
        var (always, never) = (new Reach(ReadOnlyMode.Always, TimeSpan.Zero), new Reach(ReadOnlyMode.Never, TimeSpan.Zero));
        Ask(never, 60, TimeSpan.Zero);
        always.OnQuery(Some.Public(999), TimeSpan.Zero);
        always.Judge(60 * Minute);
        never.Judge(60 * Minute);
        Assert.True(always.IsReadOnly);
        Assert.False(never.IsReadOnly);
    }

    private static void Ask(Reach reach, int count, TimeSpan now)
    {
        for (var i = 0; i < count; i++)
        {
            reach.OnAsked(Some.Public(i), now);
        }
    }
}
