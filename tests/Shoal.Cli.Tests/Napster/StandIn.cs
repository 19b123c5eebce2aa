using System.CommandLine;
using Shoal.Cli.Napster.Presence;
using Shoal.Cli.Napster.Profiles;
using Shoal.Cli.Shell;
using Shoal.Cli.Tests.Shipping;

namespace Shoal.Cli.Tests.Napster;

/// <summary>A client without a server, with the verbs that a test needs beside those of the program. Each run stands for a process.</summary>
internal sealed class StandIn : IDisposable, IRunningClient
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Cli _cli = new();

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>Profiles that were logged in with, in turn.</summary>
    public List<Profile> LoggedIn { get; } = [];

    /// <summary>Null: it opens.</summary>
    public string? Refusal { get; set; }

    /// <summary>`hold` runs.</summary>
    public TaskCompletionSource Holding { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Closed { get; private set; }

    public ILines Input { get; set; } = new ListedLines(ends: true);

    public string Folder => _cli.Folder;

    public string Profile => _cli.PathOf("me");

    public void Dispose() => _cli.Dispose();

    public Shoal.Napster.Client.NapsterClient Napster => throw new NotSupportedException();

    public Shoal.Napster.Client.Files.ShareIndex Shares => throw new NotSupportedException();

    public Task Crash { get; } = new TaskCompletionSource().Task;

    public Task OnlineAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task<ClientStatus> ReadStatusAsync(CancellationToken cancellation) => Task.FromResult(new ClientStatus(IsConnected: true, null, 3, 3 << 20, 2, 1, 0));

    public ValueTask DisposeAsync()
    {
        Closed++;
        return ValueTask.CompletedTask;
    }

    public Task<CliResult> Run(params string[] arguments) => RunIn(_cli.Folder, CancellationToken.None, arguments);

    /// <summary>Runs `shoal napster …` with the test's profile.</summary>
    public async Task<CliResult> RunIn(string folder, CancellationToken cancellation, params string[] words)
    {
        string[] arguments = ["napster", .. words, "--profile", Profile];
        using var output = new StringWriter();
        using var error = new StringWriter();
        var shell = new NapsterShell(arguments, new Caller(folder, Input), OpenAsync, Environment.GetValueOrDefault, Verbs);
        var exit = await CommandLine.RunAsync(arguments, json => new Output(output, error, json, isTerminal: false), shell, cancellation);
        return new CliResult(exit, output.ToString(), error.ToString());
    }

    /// <summary>Runs `hold` until it is cancelled; returns when it is the client.</summary>
    public async Task<Task<CliResult>> HoldAsync(CancellationToken cancellation, params string[] options)
    {
        Holding = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var holder = Task.Run(() => RunIn(_cli.Folder, cancellation, ["hold", "--server", "napster.example", "--nick", "ann", .. options]), CancellationToken.None);
        await Task.WhenAny(Holding.Task, holder).WaitAsync(Patience);
        Assert.False(holder.IsCompleted, holder.IsCompleted ? (await holder).Error : "");
        return holder;
    }

    private Task<IRunningClient> OpenAsync(ProfileFolder folder, Profile profile, Output output, CancellationToken cancellation)
    {
        lock (LoggedIn)
        {
            LoggedIn.Add(profile);
        }

        return Refusal is null ? Task.FromResult<IRunningClient>(this) : throw new VerbException(ExitCode.Failed, Refusal);
    }

    private IReadOnlyList<Verb> Verbs(NapsterShell shell)
    {
        var file = new Argument<string>("FILE") { Description = "A file" };
        return
        [
            .. Shoal.Cli.Commands.NapsterCommand.OfUsers(shell),
            shell.Make(Place.Here, "hold", "Hold the profile.", ["shoal napster hold"], HoldAsync),
            shell.Make(Place.Anywhere, "where", "Tell where a file is.", ["shoal napster where x"], (parsed, output, presence, _) => Task.FromResult(Where(parsed.GetValue(file)!, output, presence)), file),
            shell.Make(Place.Anywhere, "echo", "Repeat lines.", ["shoal napster echo"], EchoAsync),
        ];
    }

    private async Task<int> HoldAsync(ParseResult parsed, Output output, NapsterPresence presence, CancellationToken cancellation)
    {
        Holding.SetResult();
        await Never.Until(cancellation);
        return ExitCode.Done;
    }

    private static int Where(string file, Output output, NapsterPresence presence)
    {
        output.Line(presence.Caller.PathOf(file));
        output.JsonLine(json => json.WriteString("path", presence.Caller.PathOf(file)));
        return file == "none" ? throw new VerbException(ExitCode.BadInput, "there is no such file: name another") : ExitCode.Done;
    }

    private static async Task<int> EchoAsync(ParseResult parsed, Output output, NapsterPresence presence, CancellationToken cancellation)
    {
        while (await presence.Caller.Input.ReadLineAsync("", cancellation) is { } line)
        {
            output.Line(line);
        }

        return ExitCode.Done;
    }
}
