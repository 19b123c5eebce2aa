using Shoal.Cli.Services;
using Shoal.Cli.Shell;
using Shoal.Cli.Shipping;

namespace Shoal.Cli.Tests.Shipping;

/// <summary>Verbs of other processes that run in this one, over the real socket.</summary>
public sealed class DockTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Cli _cli = new();
    private readonly TaskCompletionSource<string> _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task What_a_verb_writes_and_its_code_travel_whole_and_in_order()
    {
        var long1 = new string('ä', 200_000);
        await using var dock = Open((call, open, _, _) =>
        {
            var output = open(false);
            output.Line($"{string.Join('|', call.Arguments)} in {call.Folder} {output.IsTerminal} {output.IsOutTerminal} {output.Width}");
            output.Line(long1);
            output.ErrorLine("beware");
            output.Line("end");
            output.Flush();
            return Task.FromResult(42);
        });

        var result = await AskAsync(new ShippedCall { Arguments = ["a b", "--json=x"], Folder = "/here", IsTerminal = true, Width = 99 });

        Assert.Equal((42, $"a b|--json=x in /here True False 99\n{long1}\nend\n", "shoal: beware\n"), (result.Exit, result.Out, result.Error));
    }

    [Fact]
    public async Task Lines_are_given_to_the_verb_one_by_one_as_it_asks()
    {
        await using var dock = Open(async (_, open, input, cancellation) =>
        {
            var output = open(false);
            while (await input.ReadLineAsync("say> ", cancellation) is { } line)
            {
                output.Line($"<{line}>");
            }

            output.Flush();
            return 0;
        });
        var lines = new ListedLines(ends: true, "one", "", "zwölf");

        var result = await AskAsync(new ShippedCall { Folder = "/" }, lines);

        Assert.Equal((0, "<one>\n<>\n<zwölf>\n"), (result.Exit, result.Out));
        Assert.Equal(["say> ", "say> ", "say> ", "say> "], lines.Prompts);
    }

    [Fact]
    public async Task Ctrl_C_stops_the_verb_there_and_its_last_words_are_heard()
    {
        using var pressed = new CancellationTokenSource();
        await using var dock = Open(async (_, open, _, cancellation) =>
        {
            _seen.SetResult("");
            await Never.Until(cancellation);
            open(false).ErrorLine("stopped in order");
            return ExitCode.Interrupted;
        });
        var asking = AskAsync(new ShippedCall { Folder = "/" }, cancellation: pressed.Token);
        await _seen.Task.WaitAsync(Patience);

        await pressed.CancelAsync();

        var result = await asking.WaitAsync(Patience);
        Assert.Equal((ExitCode.Interrupted, "shoal: stopped in order\n"), (result.Exit, result.Error));
    }

    [Fact]
    public async Task A_caller_that_is_gone_takes_its_verb_with_it()
    {
        await using var dock = Open(Forever);
        await using (var stream = await ConnectAsync())
        {
            await new FrameLink(stream).SendAsync(FrameKind.Call, new ShippedCall { Folder = "/" }.Write(), CancellationToken.None);
            Assert.Equal("begun", await _seen.Task.WaitAsync(Patience));
        }

        Assert.Equal("cancelled", await _ended.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_caller_that_stops_reading_makes_its_own_verb_wait_and_no_other()
    {
        long written = 0;
        await using var dock = Open((call, open, _, cancellation) =>
        {
            if (call.Arguments is ["quick"])
            {
                return Task.FromResult(7);
            }

            var output = open(false);
            var line = new string('x', 16 * 1024);
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                output.Line(line);
                Interlocked.Add(ref written, line.Length);
            }
        });
        await using var stream = await ConnectAsync();
        await new FrameLink(stream).SendAsync(FrameKind.Call, new ShippedCall { Arguments = ["endless"], Folder = "/" }.Write(), CancellationToken.None);

        Assert.True(SpinWait.SpinUntil(() => Interlocked.Read(ref written) > 1 << 20, Patience), "it did not begin");
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(7, (await AskAsync(new ShippedCall { Arguments = ["quick"], Folder = "/" })).Exit);
        }

        // 64 parts of 64 KiB wait, and the kernel holds some.
        Assert.InRange(Interlocked.Read(ref written), 1 << 20, 16 << 20);
    }

    [Theory]
    [InlineData((byte)FrameKind.Interrupt, "")]
    [InlineData((byte)FrameKind.Call, "{")]
    [InlineData((byte)FrameKind.Out, "x")]
    public async Task Who_does_not_begin_with_a_call_is_dropped_and_others_are_served(byte kind, string payload)
    {
        await using var dock = Open((_, _, _, _) => Task.FromResult(5));
        await using var stream = await ConnectAsync();
        var link = new FrameLink(stream);
        await link.SendAsync((FrameKind)kind, System.Text.Encoding.UTF8.GetBytes(payload), CancellationToken.None);
        while (await link.ReadAsync(CancellationToken.None).WaitAsync(Patience) is { } frame)
        {
            Assert.True(kind == (byte)FrameKind.Call && frame.Kind is FrameKind.Begin or FrameKind.Error or FrameKind.Exit, $"it answers {frame.Kind}");
        }

        Assert.Equal(5, (await AskAsync(new ShippedCall { Folder = "/" })).Exit);
    }

    [Fact]
    public async Task A_line_that_nobody_asked_for_ends_the_call()
    {
        await using var dock = Open(Forever);
        await using var stream = await ConnectAsync();
        var link = new FrameLink(stream);
        await link.SendAsync(FrameKind.Call, new ShippedCall { Folder = "/" }.Write(), CancellationToken.None);
        await _seen.Task.WaitAsync(Patience);
        await link.SendAsync(FrameKind.Line, "unasked"u8.ToArray(), CancellationToken.None);
        Assert.Equal("cancelled", await _ended.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_client_that_dies_in_the_middle_is_told_in_a_sentence()
    {
        using var socket = ControlSocket.Open(_cli.Folder);
        var asking = AskAsync(new ShippedCall { Folder = "/" });
        await using (var stream = await socket.AcceptAsync(CancellationToken.None))
        {
            await using var link = new FrameLink(stream);
            Assert.Equal(FrameKind.Call, (await link.ReadAsync(CancellationToken.None))!.Value.Kind);
            await link.SendAsync(FrameKind.Begin, default, CancellationToken.None);
            await link.SendAsync(FrameKind.Out, "half\n"u8.ToArray(), CancellationToken.None);
        }

        var e = await Assert.ThrowsAsync<VerbException>(() => asking.WaitAsync(Patience));
        Assert.Equal((ExitCode.Failed, "the client that this command ran in ended in the middle: run it again"), (e.ExitCode, e.Message));
    }

    [Fact]
    public async Task A_call_that_was_not_begun_may_be_made_elsewhere()
    {
        var socket = ControlSocket.Open(_cli.Folder);
        var asking = AskAsync(new ShippedCall { Folder = "/" });
        socket.Dispose();
        Assert.Equal(-1, (await asking.WaitAsync(Patience)).Exit);
    }

    [Fact]
    public async Task A_dock_that_closes_lets_guests_end_and_takes_no_more()
    {
        var go = new TaskCompletionSource();
        var dock = Open(async (_, _, _, _) =>
        {
            _seen.SetResult("");
            await go.Task;
            return 3;
        });
        var asking = AskAsync(new ShippedCall { Folder = "/" });
        await _seen.Task.WaitAsync(Patience);
        var closing = dock.DisposeAsync().AsTask();
        Assert.True(SpinWait.SpinUntil(() => !File.Exists(_cli.PathOf("control")), Patience));
        Assert.Null(await ControlSocket.TryConnectAsync(_cli.Folder, CancellationToken.None));
        Assert.False(closing.IsCompleted);
        go.SetResult();
        Assert.Equal(3, (await asking.WaitAsync(Patience)).Exit);
        await closing.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_dock_whose_user_is_in_a_hurry_ends_its_guests()
    {
        using var hurry = new CancellationTokenSource();
        var dock = Dock.Open(_cli.Folder, Forever, hurry.Token);
        var asking = AskAsync(new ShippedCall { Folder = "/" });
        await _seen.Task.WaitAsync(Patience);
        await hurry.CancelAsync();
        // Less than guests are waited for otherwise.
        await dock.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(8));
        var result = await asking.WaitAsync(Patience);
        Assert.Equal((ExitCode.Failed, "shoal: the client that it ran in was stopped\n"), (result.Exit, result.Error));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(150)]
    public async Task The_socket_is_private_and_found_again_however_long_its_folder_is_called(int length)
    {
        var folder = _cli.PathOf(new string('f', length));
        PrivateFolder.CreateOrClose(folder);
        var first = ControlSocket.Open(folder);
        // As a kill leaves it.
        using var second = ControlSocket.Open(folder);
        await using var stream = await ControlSocket.TryConnectAsync(folder, CancellationToken.None);
        Assert.NotNull(stream);
        var path = length > 100 ? await File.ReadAllTextAsync(Path.Combine(folder, "control.at")) : Path.Combine(folder, "control");
        Cli.AssertPrivate(path);
        Cli.AssertPrivate(Path.GetDirectoryName(path)!);
        second.Dispose();
        Assert.Null(await ControlSocket.TryConnectAsync(folder, CancellationToken.None));
        Assert.Empty(Directory.GetFiles(folder));
        Assert.False(length > 100 && Directory.Exists(Path.GetDirectoryName(path)));
        first.Dispose();
    }

    private Dock Open(RunCall run) => Dock.Open(_cli.Folder, run, CancellationToken.None);

    private async Task<Stream> ConnectAsync() => await ControlSocket.TryConnectAsync(_cli.Folder, CancellationToken.None) ?? throw new InvalidOperationException("nobody listens");

    private async Task<int> Forever(ShippedCall call, Func<bool, Output> open, ILines input, CancellationToken cancellation)
    {
        _seen.TrySetResult("begun");
        await Never.Until(cancellation);
        _ended.TrySetResult("cancelled");
        return ExitCode.Interrupted;
    }

    private async Task<CliResult> AskAsync(ShippedCall call, ILines? input = null, CancellationToken cancellation = default)
    {
        using var @out = new StringWriter();
        using var error = new StringWriter();
        var exit = await Shipper.RunAsync(await ConnectAsync(), call, new Output(@out, error, json: false, isTerminal: false), input ?? new ListedLines(ends: true), cancellation);
        return new CliResult(exit ?? -1, @out.ToString(), error.ToString());
    }
}
