using System.Threading.Channels;
using Shoal.Cli.Napster.Chat;
using Shoal.Cli.Shell;
using Shoal.Cli.Tests.Shipping;
using Shoal.Napster.Client.Chat;

namespace Shoal.Cli.Tests.Napster.Chat;

/// <summary>A room without a server.</summary>
public sealed class ChatRoomTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<Happening> _heard = Channel.CreateUnbounded<Happening>();
    private readonly StringWriter _out = new();
    private readonly FakeRoom _room;

    public ChatRoomTests() => _room = new FakeRoom(_heard.Writer);

    public void Dispose() => _out.Dispose();

    [Fact]
    public async Task What_is_typed_is_done_and_the_last_line_is_heard_before_the_room_is_left()
    {
        Assert.Equal(ExitCode.Done, await RunAsync(new ListedLines(ends: true, "hello", "", "/me waves", "/topic old blues", "/msg ben psst", "/msg nobody psst", "/dance", "bye")));
        var lines = _out.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(
            ["05:06 * ann waves", "05:06 -- nobody is not there", "05:06 -- there is no /dance: " + ChatLine.Help, "05:06 -- topic: old blues", "05:06 <Ann> bye", "05:06 <Ann> hello", "05:06 [-> ben] psst"],
            lines.Order(StringComparer.Ordinal));
        Assert.Equal(["ben: psst", "nobody: psst"], _room.Done);
    }

    [Fact]
    public async Task What_happens_is_told_in_lines_that_cannot_steer_the_terminal()
    {
        await HearAsync(
            new(HappeningKind.Member, "ben", ""), new(HappeningKind.Member, "Ann", ""), new(HappeningKind.Entered, "", ""), new(HappeningKind.Topic, "", "old\u001b[2J blues"),
            new(HappeningKind.Joined, "cat", ""), new(HappeningKind.Said, "cat", "line\nbreak"), new(HappeningKind.Emote, "ben", "bows"), new(HappeningKind.Left, "ben", ""),
            new(HappeningKind.Message, "dan", "psst"), new(HappeningKind.Notice, "", "be kind"), new(HappeningKind.Missed, "", ""));
        Assert.Equal(
            """
            05:06 -- #blues: 2 here: Ann, ben
            05:06 -- topic: old\u{1b}[2J blues
            05:06 -- cat comes
            05:06 <cat> line\u{a}break
            05:06 * ben bows
            05:06 -- ben goes
            05:06 [dan] psst
            05:06 -- be kind
            05:06 -- some lines were missed: they came too fast

            """,
            _out.ToString());
    }

    [Fact]
    public async Task A_lost_server_is_told_once_and_who_is_there_is_told_anew()
    {
        await HearAsync(
            new(HappeningKind.Member, "ben", ""), new(HappeningKind.Entered, "", ""), new(HappeningKind.Lost, "", "it hung up"), new(HappeningKind.Lost, "", "no answer"),
            new(HappeningKind.Member, "cat", ""), new(HappeningKind.Entered, "", ""));
        Assert.Equal("05:06 -- #blues: 1 here: ben\n05:06 -- the server is gone (it hung up): looked for again\n05:06 -- #blues: 1 here: cat\n", _out.ToString());
    }

    [Fact]
    public async Task Programs_read_an_object_for_each_happening()
    {
        await HearJsonAsync(json: true, new(HappeningKind.Member, "ben", ""), new(HappeningKind.Entered, "", ""), new(HappeningKind.Said, "ben", "hi \"you\""));
        var read = new CliResult(0, _out.ToString(), "").Json;
        Assert.Equal(("entered", "#blues", "ben"), (read[0].GetProperty("event").GetString()!, read[0].GetProperty("channel").GetString()!, read[0].GetProperty("members")[0].GetString()!));
        Assert.Equal(("said", "ben", "hi \"you\""), (read[1].GetProperty("event").GetString()!, read[1].GetProperty("nick").GetString()!, read[1].GetProperty("text").GetString()!));
        Assert.Equal(2, read.Count);
    }

    [Fact]
    public async Task Names_and_topic_are_told_when_they_are_asked_for()
    {
        _heard.Writer.TryWrite(new(HappeningKind.Member, "ben", ""));
        var asked = new ListedLines(ends: true, "/names", "/topic", "/help");
        await RunAsync(asked);
        Assert.Equal($"05:06 -- 1 here: ben\n05:06 -- no topic\n05:06 -- {ChatLine.Help}\n", _out.ToString());
        Assert.All(asked.Prompts, static prompt => Assert.Equal("#blues> ", prompt));
    }

    [Theory]
    [InlineData("", "its operators or the server put you out")]
    [InlineData("you logged in elsewhere", "you logged in elsewhere")]
    public async Task Who_is_put_out_is_told_how_to_come_again(string why, string says)
    {
        _heard.Writer.TryWrite(new(HappeningKind.Out, "", why));
        var e = await Assert.ThrowsAsync<VerbException>(() => RunAsync(new ListedLines(ends: false)));
        Assert.Equal((ExitCode.Failed, $"you are out of #blues ({says}): come again by 'shoal napster chat #blues'"), (e.ExitCode, e.Message));
    }

    [Fact]
    public async Task Ctrl_C_leaves_the_room_in_order()
    {
        using var pressed = new CancellationTokenSource();
        var running = RunAsync(new ListedLines(ends: false), cancellation: pressed.Token);
        await pressed.CancelAsync();
        Assert.Equal(ExitCode.Done, await running.WaitAsync(Patience));
    }

    [Fact]
    public void A_watcher_keeps_so_much_and_says_that_some_was_missed()
    {
        var watcher = new RoomWatcher("#Blues");
        watcher.OnChannel(new ChannelEvent(ChannelEventKind.Said, "#other", "ben", "elsewhere"));
        for (var i = 0; i < 5000; i++)
        {
            watcher.OnChannel(new ChannelEvent(ChannelEventKind.Said, "#blues", "ben", $"{i}"));
        }

        var taken = new List<Happening>();
        while (watcher.Happenings.TryRead(out var happening))
        {
            taken.Add(happening);
        }

        Assert.Equal(Enumerable.Range(0, 1000).Select(static i => new Happening(HappeningKind.Said, "ben", $"{i}")), taken);
        watcher.OnMessage("cat", "now");
        Assert.True(watcher.Happenings.TryRead(out var missed));
        Assert.Equal(HappeningKind.Missed, missed.Kind);
        Assert.True(watcher.Happenings.TryRead(out var next));
        Assert.Equal(new Happening(HappeningKind.Message, "cat", "now"), next);
    }

    private Task HearAsync(params Happening[] happenings) => HearJsonAsync(json: false, happenings);

    private async Task HearJsonAsync(bool json, params Happening[] happenings)
    {
        foreach (var happening in happenings)
        {
            _heard.Writer.TryWrite(happening);
        }

        _heard.Writer.TryWrite(new(HappeningKind.Out, "", ""));
        await Assert.ThrowsAsync<VerbException>(() => RunAsync(new ListedLines(ends: false), json));
        var text = _out.ToString().TrimEnd('\n');
        var last = text.LastIndexOf('\n') + 1;
        Assert.Contains("out", text[last..], StringComparison.Ordinal);
        _out.GetStringBuilder().Length = last;
    }

    private async Task<int> RunAsync(ILines input, bool json = false, CancellationToken cancellation = default)
    {
        var output = new Output(_out, TextWriter.Null, json, isTerminal: false);
        return await new ChatRoom(_room, _heard.Reader, input, output, new StoppedClock()).RunAsync(cancellation).WaitAsync(Patience, CancellationToken.None);
    }

    /// <summary>Nobody waits for time to pass.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 5, 6, 7, TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
