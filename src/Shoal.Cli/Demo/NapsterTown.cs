using Microsoft.Extensions.Logging.Abstractions;
using Shoal.Catalog;
using Shoal.Cli.Napster;
using Shoal.Cli.Napster.Presence;
using Shoal.Cli.Napster.Profiles;
using Shoal.Cli.Shell;
using Shoal.Napster.Client.Downloads;
using Shoal.Napster.Client.Files;
using Shoal.Napster.Client.Searching;
using Shoal.Napster.Server;
using Shoal.Runtime;

namespace Shoal.Cli.Demo;

/// <summary>A Napster server and some users, each with folders of his own below one that goes when all ends.</summary>
internal sealed class NapsterTown : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("shoal-demo-").FullName;
    private readonly Dictionary<string, IRunningClient> _users = new(StringComparer.Ordinal);
    private RunningNapster? _server;

    public Endpoint Server => _server!.Listening[0];

    public async Task StartAsync(CancellationToken cancellation)
    {
        var options = new NapsterOptions
        {
            Listen = [Endpoint.From(System.Net.IPAddress.Loopback, 0)],
            Name = "demo",
            Motd = ["VERSION shoal 1.0", "SERVER demo"],
        };
        _server = await RunningNapster.StartAsync(Path.Combine(_folder, "server.db"), options, new CatalogOptions(), null, NullLogger.Instance, cancellation);
    }

    /// <summary>The folder that a user shares, which is there.</summary>
    public string SharedBy(string nick) => Directory.CreateDirectory(Path.Combine(_folder, nick, "Music")).FullName;

    /// <summary>The folder that a user fetches into.</summary>
    public string FetchedBy(string nick) => Path.Combine(_folder, nick, "Fetched");

    /// <summary>A user comes, and shares what is in his folder.</summary>
    public async Task<IRunningClient> ComeAsync(string nick, string? up, CancellationToken cancellation)
    {
        var folder = ProfileFolder.Of(Path.Combine(_folder, nick, "profile"), _folder);
        using (folder.TryLock())
        {
            var options = up is null ? new Dictionary<string, string>(StringComparer.Ordinal) : new Dictionary<string, string>(StringComparer.Ordinal) { ["up"] = up };
            var profile = new Profile { Server = Server.ToString(), Nick = nick, Options = options }.WithPassword("demo");
            var client = await RunningClient.OpenAsync(folder, profile, cancellation);
            _users.Add(nick, client);
            await Task.Run(() => new ShareScan(client.Shares, TimeProvider.System) { Committed = client.Napster.LookAtShares }.Run([SharedBy(nick)], cancellation), cancellation);
            await client.OnlineAsync(cancellation);
            while ((await client.Napster.StatusAsync()).SharedFiles < client.Shares.Totals.Files)
            {
                await Task.Delay(Look, cancellation);
            }

            return client;
        }
    }

    /// <summary>A user goes, with all that he sends.</summary>
    public async Task GoAsync(string nick)
    {
        if (_users.Remove(nick, out var client))
        {
            await client.DisposeAsync();
        }
    }

    /// <summary>Looks until a file is found, since what was just told is written in a moment.</summary>
    public static async Task<IReadOnlyList<RemoteFile>> FindAsync(IRunningClient client, string words, int least, CancellationToken cancellation)
    {
        while (true)
        {
            var found = await client.Napster.SearchAsync(new FileSearch { Words = words });
            if (found.Files.Count >= least)
            {
                return found.Files;
            }

            await Task.Delay(Look, cancellation);
        }
    }

    /// <summary>Waits until a download is so.</summary>
    public static async Task<DownloadView> AwaitAsync(IRunningClient client, int id, Func<DownloadView, bool> isSo, Action<DownloadView> show, CancellationToken cancellation)
    {
        while (true)
        {
            var view = (await client.Napster.DownloadsAsync()).First(each => each.Id == id);
            show(view);
            if (isSo(view) || view.State is DownloadState.Done or DownloadState.Failed)
            {
                return view;
            }

            await Task.Delay(5 * Look, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var nick in _users.Keys.ToList())
        {
            await GoAsync(nick);
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
