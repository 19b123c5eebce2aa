using Shoal.Cli.Napster.Profiles;
using Shoal.Cli.Shell;
using Shoal.Cli.Transfers;
using Shoal.Data;
using Shoal.Napster.Client;
using Shoal.Napster.Client.Downloads;
using Shoal.Napster.Client.Files;
using Shoal.Napster.Client.Sessions;
using Shoal.Napster.Client.Uploads;
using Shoal.Net.Sockets;
using Shoal.Net.Sockets.Names;
using Shoal.Runtime;
using Shoal.Runtime.Real;

namespace Shoal.Cli.Napster.Presence;

/// <summary>A profile's client, with a loop, threads and an index of its own.</summary>
internal sealed class RunningClient : IRunningClient
{
    /// <summary>Who waits for a server at the terminal wants to know by then.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SystemSockets _sockets = new(NetworkOptions.UsePortableSockets);
    private readonly WorkerThreads _workers = new(Math.Max(3, Environment.ProcessorCount));
    private readonly TaskCompletionSource _crash = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Loop _loop;

    private RunningClient(ShareIndex shares)
    {
        Shares = shares;
        _loop = _sockets.CreateLoop("napster-client", fault => _crash.TrySetException(fault));
    }

    /// <inheritdoc/>
    public NapsterClient Napster { get; private set; } = null!;

    /// <inheritdoc/>
    public ShareIndex Shares { get; }

    /// <inheritdoc/>
    public Task Crash => _crash.Task;

    /// <summary>Opens the profile's data port, and begins to come to its server.</summary>
    /// <exception cref="VerbException">The port or the index cannot be opened.</exception>
    public static async Task<IRunningClient> OpenAsync(ProfileFolder folder, Profile profile, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var client = new RunningClient(OpenShares(Path.Combine(folder.Path, "shares.db")));
        try
        {
            await client.StartAsync(OptionsOf(folder, profile), isPortGiven: profile.DataPort is not null);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task OnlineAsync(CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var status = await ReadAsync(Napster.StatusAsync());
            if (status.State == SessionState.Online)
            {
                return;
            }

            if (status.State == SessionState.Stopped || (TimeProvider.System.GetElapsedTime(start) is var waited && (waited > Patience || (status.State == SessionState.Waiting && waited > Patience / 4))))
            {
                throw new VerbException(ExitCode.Failed, status.Trouble ?? "the server does not answer");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellation);
        }
    }

    /// <inheritdoc/>
    public async Task<ClientStatus> ReadStatusAsync(CancellationToken cancellation)
    {
        var status = await ReadAsync(Napster.StatusAsync());
        var downloads = await ReadAsync(Napster.DownloadsAsync());
        var uploads = await ReadAsync(Napster.UploadsAsync());
        var totals = Shares.Totals;
        return new ClientStatus(
            status.State == SessionState.Online,
            status.Trouble,
            totals.Files,
            totals.Bytes,
            downloads.Count(static each => each.State is DownloadState.Receiving or DownloadState.Connecting),
            uploads.Count(static each => each.State == UploadState.Sending),
            downloads.Count(static each => each.State is DownloadState.Waiting or DownloadState.Asking or DownloadState.Queued or DownloadState.Retrying));
    }

    /// <summary>Leaves the server; what was wanted is gone on with the next time.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Napster is not null && !_crash.Task.IsCompleted)
        {
            await Task.WhenAny(Napster.CloseAsync(), _crash.Task);
        }

        (_loop as IDisposable)?.Dispose();
        _workers.Dispose();
        Shares.Dispose();
    }

    /// <summary>What the loop answers, or what ended it.</summary>
    private async Task<T> ReadAsync<T>(Task<T> answer)
    {
        await await Task.WhenAny(_crash.Task, answer);
        return await answer;
    }

    private static ShareIndex OpenShares(string path)
    {
        try
        {
            return ShareIndex.Open(path);
        }
        catch (DatabaseException e)
        {
            throw new VerbException(ExitCode.Failed, $"the index of shared files '{path}' cannot be used ({e.Message.TrimEnd('.')}): it may be deleted, and is made again from the files", e);
        }
    }

    private static NapsterClientOptions OptionsOf(ProfileFolder folder, Profile profile)
    {
        var server = ServerAddress.TryParse(profile.Server!, out var known) ? known : throw new InvalidOperationException("a profile's server was checked when it was read");
        return new NapsterClientOptions
        {
            Host = server.Host,
            Port = server.Port,
            Nick = profile.Nick!,
            Password = profile.Password!,
            DataPort = profile.DataPort switch { null => NapsterClientOptions.DefaultDataPort, 0 => null, var port => port },
            StateFolder = folder.Path,
            Slots = profile.Options.TryGetValue("slots", out var slots) && int.TryParse(slots, out var count) ? count : new NapsterClientOptions { Host = "", Nick = "", Password = "", StateFolder = "" }.Slots,
            UpRate = RateOf(profile, "up"),
            DownRate = RateOf(profile, "down"),
        };
    }

    private static long? RateOf(Profile profile, string option) => profile.Options.TryGetValue(option, out var text) && Sizes.TryParse(text, out var rate) && rate > 0 ? rate : null;

    /// <summary>Where nobody said which port, any free one will do: several may run on one machine.</summary>
    private async Task StartAsync(NapsterClientOptions options, bool isPortGiven)
    {
        var failure = await TryStartAsync(options);
        if (failure is not null && !isPortGiven)
        {
            failure = await TryStartAsync(options with { DataPort = 0 });
        }

        if (failure is not null)
        {
            throw new VerbException(ExitCode.Failed, $"others cannot fetch from here, since nothing can listen on {failure}: choose another --data-port, or 0 for none");
        }
    }

    private Task<string?> TryStartAsync(NapsterClientOptions options) => _loop.AskAsync(() =>
    {
        var world = new NapsterClientWorld(_loop, _sockets.Transport, new SystemNames(), _workers, new SeededChance(new SystemSecrets().NextSeed()));
        Napster = NapsterClient.Start(world, options, Shares, NetworkOptions.UsePortableSockets, out var failure)!;
        return failure;
    });
}
