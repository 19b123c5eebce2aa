using Shoal.Napster.Client.Data;
using Shoal.Peers.Tests;

namespace Shoal.Napster.Tests.Data;

/// <summary>Who means no good at a data port, on a clock that stands still until it is moved.</summary>
public sealed class HostilePeerTests : IDisposable
{
    private readonly HandDrivenSite _site = new();

    [Theory]
    [InlineData("GETbob \"/etc/passwd\" 0\n")]
    [InlineData("GETbob \"..\\..\\etc\\passwd\" 0\n")]
    [InlineData("GETbob \"\\a.mp3\\..\\..\\shadow\" 0\n")]
    [InlineData("GETbob \"shared\" 0\n")]
    [InlineData("GETeve \"\\a.mp3\" 0\n")]
    public void A_path_that_was_not_announced_to_that_nick_is_nothing_but_a_wrong_key(string request)
    {
        _site.Share([1, 2, 3]);
        var link = _site.Knock();
        HandDrivenSite.Say(link, request);
        Assert.Equal("1FILE NOT REQUESTED", HandDrivenSite.Heard(link));
        Assert.True(link.IsClosed);
        Assert.Single(_site.Asked);
        Assert.Equal(0, _site.Port.Strangers);
    }

    [Theory]
    [InlineData("GETbob \"", 'a')]
    [InlineData("GET", 'a')]
    [InlineData("GETbob \"\\a.mp3\" ", '9')]
    [InlineData("SENDLIST ", 'a')]
    [InlineData("GET", ' ')]
    public void A_field_without_end_is_refused_when_it_is_longer_than_any(string beginning, char more)
    {
        _site.Share([1, 2, 3]);
        var link = _site.Knock();
        HandDrivenSite.Say(link, beginning);
        for (var i = 0; i < 40 && !link.IsClosed; i++)
        {
            HandDrivenSite.Say(link, new string(more, 100));
        }

        Assert.True(link.IsClosed);
        Assert.Equal(0, _site.Port.Strangers);
    }

    [Fact]
    public void Who_says_a_byte_now_and_then_is_sent_away_after_fifteen_seconds()
    {
        var link = _site.Knock();
        foreach (var letter in "GETbob \"\\aaaaaa")
        {
            Assert.False(link.IsClosed);
            HandDrivenSite.Say(link, $"{letter}");
            _site.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(link.IsClosed);
    }

    [Fact]
    public void Strangers_of_one_address_and_of_all_together_are_bounded_and_who_goes_makes_room()
    {
        var first = _site.Knock();
        for (var i = 1; i < 8; i++)
        {
            Assert.False(_site.Knock().IsClosed);
        }

        Assert.True(_site.Knock().IsClosed);
        for (var i = 8; i < 64; i++)
        {
            Assert.False(_site.Knock($"10.0.1.{i}").IsClosed);
        }

        Assert.True(_site.Knock("10.0.2.1").IsClosed);
        first.End();
        Assert.True(first.IsClosed);
        Assert.False(_site.Knock("10.0.2.1").IsClosed);
        Assert.Equal(64, _site.Port.Strangers);
        _site.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(0, _site.Port.Strangers);
    }

    [Theory]
    [InlineData("99999999999999999999999999")]
    [InlineData("\n\n\n\n")]
    public void Digits_without_end_are_no_size(string answer)
    {
        var link = Ask();
        HandDrivenSite.Say(link, answer);
        _site.Settle();
        Assert.True(link.IsClosed);
        Assert.Equal(EndKind.Nonsense, Assert.Single(_site.Ends).Kind);
    }

    [Fact]
    public void An_error_without_end_is_cut()
    {
        var link = Ask();
        HandDrivenSite.Say(link, "INVALID " + new string('x', 5000));
        _site.Settle();
        Assert.True(link.IsClosed);
        var end = Assert.Single(_site.Ends);
        Assert.Equal((EndKind.Refused, 200), (end.Kind, end.Text.Length));
    }

    [Fact]
    public void A_peer_that_says_nothing_is_asked_after_four_seconds_and_given_up_after_sixty_more()
    {
        var link = Ask(greeting: "");
        _site.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("", HandDrivenSite.Heard(link));
        _site.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("GETann \"\\a.mp3\" 0 sha256", HandDrivenSite.Heard(link));
        _site.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(_site.Ends);
        _site.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(EndKind.Silent, Assert.Single(_site.Ends).Kind);
        Assert.True(link.IsClosed);
    }

    [Fact]
    public void A_greeting_that_comes_too_late_is_not_the_first_digit_of_the_size()
    {
        var link = Ask(greeting: "");
        _site.Advance(TimeSpan.FromSeconds(4));
        HandDrivenSite.Say(link, "1");
        HandDrivenSite.Say(link, "100" + new string('x', 100));
        Settle();
        Assert.Equal(EndKind.Done, Assert.Single(_site.Ends).Kind);
        Assert.Equal(100, new FileInfo(Path.Combine(_site.Folder, "a.mp3")).Length);
    }

    [Fact]
    public void A_download_that_stands_still_for_a_minute_ends_and_keeps_what_came()
    {
        var link = Ask();
        HandDrivenSite.Say(link, "100\nabcd");
        Settle();
        for (var i = 0; i < 60; i++)
        {
            Assert.Empty(_site.Ends);
            _site.Advance(TimeSpan.FromSeconds(1));
        }

        _site.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(EndKind.Silent, Assert.Single(_site.Ends).Kind);
        Assert.Equal(5, new FileInfo(Path.Combine(_site.Folder, ".a.mp3.part")).Length);
    }

    [Fact]
    public void An_upload_that_nobody_reads_ends_after_a_minute()
    {
        _site.Share(new byte[10_000]);
        var link = _site.Knock();
        HandDrivenSite.Say(link, "GETbob \"\\a.mp3\" 0\n");
        link.Taking = static offered => offered < 100 ? offered : 0;
        Settle();
        for (var i = 0; i < 60; i++)
        {
            Assert.Empty(_site.Ends);
            _site.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(EndKind.Silent, Assert.Single(_site.Ends).Kind);
        Assert.True(link.IsClosed);
    }

    [Fact]
    public void A_file_that_changed_since_it_was_indexed_is_not_sent()
    {
        var grant = _site.Share([1, 2, 3]);
        File.WriteAllBytes(grant.File, [1, 2, 4]);
        File.SetLastWriteTimeUtc(grant.File, new DateTime(grant.Modified, DateTimeKind.Utc).AddSeconds(1));
        Assert.Equal("1FILE NOT SHARED", Get(0));
        Assert.Equal(EndKind.Disk, Assert.Single(_site.Ends).Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_link_or_a_pipe_in_the_place_of_a_file_is_not_sent(bool isPipe)
    {
        var grant = _site.Share([]);
        File.Delete(grant.File);
        if (isPipe)
        {
            using var mkfifo = System.Diagnostics.Process.Start("mkfifo", grant.File);
            mkfifo.WaitForExit();
        }
        else
        {
            File.WriteAllBytes(grant.File + "2", []);
            File.CreateSymbolicLink(grant.File, grant.File + "2");
        }

        Assert.Equal("1FILE NOT SHARED", Get(0));
    }

    [Theory]
    [InlineData(3, "13")]
    [InlineData(4, "1INVALID REQUEST")]
    public void An_offset_behind_the_end_is_refused_and_one_at_the_end_gets_the_size(int offset, string heard)
    {
        _site.Share([1, 2, 3]);
        Assert.Equal(heard, Get(offset));
    }

    [Fact]
    public void A_hash_is_told_to_who_asks_for_it_alone()
    {
        _site.Share("x"u8.ToArray());
        Assert.Equal("11x", Get(0));
        Assert.Equal($"11 sha256=2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881\nx", Get(0, " sha256"));
    }

    [Fact]
    public void Bytes_that_are_not_what_the_hash_says_are_thrown_away_and_another_peer_may_send_the_right_ones()
    {
        var link = Ask();
        HandDrivenSite.Say(link, $"4 sha256={new string('0', 64)}\nabcd");
        Settle();
        Assert.Equal(EndKind.WrongHash, Assert.Single(_site.Ends).Kind);
        Assert.Equal(0, new FileInfo(Path.Combine(_site.Folder, ".a.mp3.part")).Length);
        _site.Awaited!.Fetch(link.Remote);
        var honest = _site.Answer();
        HandDrivenSite.Say(honest, "1");
        HandDrivenSite.Say(honest, "4 sha256=88d4266fd4e6338d13b845fcf289579d209c897823b9217da3e161936f031589\nabcd");
        Settle();
        Assert.Equal(EndKind.Done, _site.Ends[1].Kind);
    }

    public void Dispose() => _site.Dispose();

    private void Settle()
    {
        _site.Settle();
        _site.Advance(TimeSpan.FromMilliseconds(250));
    }

    private FakeLink Ask(string greeting = "1")
    {
        _site.Awaited = _site.Open(100);
        _site.Awaited.Fetch(_site.Knock().Remote);
        var link = _site.Answer();
        HandDrivenSite.Say(link, greeting);
        return link;
    }

    /// <summary>All that who asks hears, up to the end.</summary>
    private string Get(int offset, string tail = "\n")
    {
        var link = _site.Knock();
        HandDrivenSite.Say(link, $"GETbob \"\\a.mp3\" {offset}{tail}");
        Settle();
        link.BecomeWritable();
        Assert.True(link.IsClosed);
        return HandDrivenSite.Heard(link);
    }
}
