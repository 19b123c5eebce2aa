using System.CommandLine;
using Shoal.Cli.Commands;
using Shoal.Cli.Napster.Profiles;
using Shoal.Cli.Shell;
using Shoal.Cli.Shipping;

namespace Shoal.Cli.Napster.Presence;

/// <summary>
/// Makes the verbs of a Napster user and decides where each runs. A server knows one session of a nick, so a profile has one client at a time: the process that has
/// the lock of its folder. That process takes the verbs of all others.
/// <code>
/// verb ─► lock free ─► log in, open the dock, run here ◄─ verbs of others
///     └─► lock taken ─► its dock answers ─► ship, relay until the exit code
/// </code>
/// </summary>
/// <param name="arguments">The command line.</param>
/// <param name="caller">Who typed it.</param>
/// <param name="open">Logs in.</param>
/// <param name="variable">The environment.</param>
/// <param name="verbs">Makes the verbs, by <see cref="Make"/>.</param>
internal sealed class NapsterShell(string[] arguments, Caller caller, OpenClient open, Func<string, string?> variable, Func<NapsterShell, IReadOnlyList<Verb>> verbs)
{
    /// <summary>A client that starts has its dock at once, one that ends waits for its guests.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ProfileOptions _options = new(variable);

    /// <summary>Null: this is the process in which the verb was typed.</summary>
    private NapsterPresence? _host;

    /// <summary>The verbs are asked for by another process: only those are there that <see cref="Make"/> makes.</summary>
    public bool IsInside => _host is not null;

    /// <summary>The verbs of a Napster user.</summary>
    public IReadOnlyList<Verb> Verbs => verbs(this);

    /// <summary>A shell of the process's own streams and folder.</summary>
    public static NapsterShell ForProcess(string[] arguments, ILines input) => new(
        arguments, new Caller(Environment.CurrentDirectory, input), static (folder, profile, _, cancellation) => RunningClient.OpenAsync(folder, profile, cancellation), Environment.GetEnvironmentVariable, NapsterCommand.OfUsers);

    /// <summary>A verb below 'shoal napster'.</summary>
    /// <param name="place">Where it runs.</param>
    /// <param name="name">Its word.</param>
    /// <param name="description">What it does, in a sentence.</param>
    /// <param name="examples">Whole command lines.</param>
    /// <param name="run">Its work.</param>
    /// <param name="symbols">Its arguments and options, beside those of the profile.</param>
    public Verb Make(Place place, string name, string description, IReadOnlyList<string> examples, RunPresent run, params IEnumerable<Symbol> symbols) =>
        Make(place, name, description, examples, run, static (_, _, profile) => profile, symbols);

    /// <inheritdoc cref="Make(Place, string, string, IReadOnlyList{string}, RunPresent, IEnumerable{Symbol})"/>
    /// <param name="remember">What of its options is remembered.</param>
    public Verb Make(Place place, string name, string description, IReadOnlyList<string> examples, RunPresent run, Remember remember, params IEnumerable<Symbol> symbols)
    {
        var verb = new Verb(name, description) { Examples = examples, Run = (parsed, output, cancellation) => RunAsync(place, parsed, output, run, remember, cancellation) };
        verb.AddAll(symbols);
        if (place == Place.IfRunning)
        {
            _options.AddProfileTo(verb);
        }
        else
        {
            _options.AddTo(verb);
        }

        return verb;
    }

    private Task<int> RunAsync(Place place, ParseResult parsed, Output output, RunPresent run, Remember remember, CancellationToken cancellation)
    {
        if (_host is not null)
        {
            if (place == Place.Here)
            {
                throw IsRunning(_host.Folder);
            }

            if (place == Place.Anywhere)
            {
                _options.CheckSame(parsed, _host.Profile);
            }

            return run(parsed, output, _host, cancellation);
        }

        var folder = _options.FolderOf(parsed, caller);
        return place == Place.IfRunning ? AskAsync(folder, parsed, output, run, cancellation) : PresentAsync(place, folder, parsed, output, run, remember, cancellation);
    }

    private async Task<int> AskAsync(ProfileFolder folder, ParseResult parsed, Output output, RunPresent run, CancellationToken cancellation) =>
        await TryShipAsync(folder, output, cancellation) ?? await run(parsed, output, new NapsterPresence(folder, folder.Load(), null, caller), cancellation);

    private async Task<int> PresentAsync(Place place, ProfileFolder folder, ParseResult parsed, Output output, RunPresent run, Remember remember, CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        do
        {
            if (folder.TryLock() is { } only)
            {
                await using (only)
                {
                    return await HostAsync(folder, parsed, output, run, remember, cancellation);
                }
            }

            if (place != Place.Here && await TryShipAsync(folder, output, cancellation) is { } code)
            {
                return code;
            }

            await Task.Delay(Pause, cancellation);
        }
        while (place != Place.Here && TimeProvider.System.GetElapsedTime(start) < Patience);

        throw place == Place.Here ? IsRunning(folder) : new VerbException(
            ExitCode.Failed, $"the client of the profile '{folder.Name}' runs{HolderOf(folder)} and does not answer: stop it, or be somebody else beside it by {ProfileFolder.Option} NAME");
    }

    private static VerbException IsRunning(ProfileFolder folder) =>
        new(ExitCode.Failed, $"the profile '{folder.Name}' has a client that runs{HolderOf(folder)}: stop it first, or be somebody else beside it by {ProfileFolder.Option} NAME");

    private static string HolderOf(ProfileFolder folder) => folder.Holder() is { } process ? $" (process {process})" : "";

    /// <summary>This process is the client: its own verb runs, and those of others until that one ends.</summary>
    private async Task<int> HostAsync(ProfileFolder folder, ParseResult parsed, Output output, RunPresent run, Remember remember, CancellationToken cancellation)
    {
        var profile = _options.Resolve(parsed, folder, caller, remember);
        var ready = new TaskCompletionSource<NapsterPresence>(TaskCreationOptions.RunContinuationsAsynchronously);
        IRunningClient? client = null;
        try
        {
            await using var dock = OpenDock(folder, ready.Task, cancellation);
            try
            {
                client = await open(folder, profile, output, cancellation);
                var presence = new NapsterPresence(folder, profile, client, caller);
                ready.SetResult(presence);
                return await run(parsed, output, presence, cancellation);
            }
            catch (VerbException e)
            {
                ready.TrySetException(e);
                throw;
            }
            finally
            {
                ready.TrySetException(new VerbException(ExitCode.Failed, "the client that it was to run in did not start: run it again"));
            }
        }
        finally
        {
            // After the last guest.
            if (client is not null)
            {
                await client.DisposeAsync();
            }
        }
    }

    /// <summary>A verb that another process was asked for.</summary>
    private async Task<int> RunGuestAsync(Task<NapsterPresence> ready, ShippedCall call, Func<bool, Output> openOutput, ILines input, CancellationToken cancellation)
    {
        string[] typed = [.. call.Arguments];
        try
        {
            var host = await ready.WaitAsync(cancellation);
            host = host with { Caller = new Caller(call.Folder, input) };
            return await CommandLine.RunAsync(typed, openOutput, new NapsterShell(typed, host.Caller, open, variable, verbs) { _host = host }, cancellation);
        }
        catch (Exception e) when (e is VerbException or OperationCanceledException)
        {
            return Failure.Report(e, openOutput(false), verbose: false, cancellation.IsCancellationRequested);
        }
    }

    private Dock OpenDock(ProfileFolder folder, Task<NapsterPresence> ready, CancellationToken cancellation)
    {
        try
        {
            return Dock.Open(folder.Path, (call, openOutput, input, stop) => RunGuestAsync(ready, call, openOutput, input, stop), cancellation);
        }
        catch (IOException e)
        {
            throw new VerbException(ExitCode.Failed, $"the client cannot be asked by other commands ({e.Message.TrimEnd('.')}): use another folder by {ProfileFolder.Option}", e);
        }
    }

    /// <summary>Null: no client runs that takes it.</summary>
    private async Task<int?> TryShipAsync(ProfileFolder folder, Output output, CancellationToken cancellation)
    {
        if (await ControlSocket.TryConnectAsync(folder.Path, cancellation) is not { } client)
        {
            return null;
        }

        var call = new ShippedCall { Arguments = arguments, Folder = caller.Folder, IsTerminal = output.IsTerminal, IsOutTerminal = output.IsOutTerminal, Width = output.Width };
        return await Shipper.RunAsync(client, call, output, caller.Input, cancellation);
    }
}
