using Shoal.Cli.Shell;
using Shoal.Client;
using Shoal.Metainfo;

namespace Shoal.Cli.Transfers;

/// <summary>Torrents under way in one run of the program: shows how they stand, and says once what goes wrong.</summary>
internal sealed class TransferSession(TorrentClient client, Output output)
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    private readonly List<Torrent> _torrents = [];
    private readonly Dictionary<Torrent, string> _errors = [];

    /// <summary>Checks and starts one torrent, showing how the check goes.</summary>
    public async Task<Torrent> AddAsync(TorrentMetainfo metainfo, TorrentOptions options, CancellationToken cancellation)
    {
        var torrent = await client.AddAsync(metainfo, options, cancellation);
        _torrents.Add(torrent);
        return torrent;
    }

    /// <summary>Shows progress until the task ends. Returns when it did, or throws what it threw.</summary>
    public async Task WatchAsync(Task until, CancellationToken cancellation)
    {
        var interval = output.IsTerminal ? TerminalInterval : PlainInterval;
        while (await Task.WhenAny(until, Task.Delay(interval, cancellation)) != until)
        {
            if (cancellation.IsCancellationRequested)
            {
                break;
            }

            foreach (var torrent in _torrents)
            {
                var snapshot = await torrent.GetSnapshotAsync();
                ReportError(torrent, snapshot);
                output.Progress(ProgressLine.Of(torrent.Metainfo.Name, snapshot));
            }
        }

        output.ClearProgress();
        if (!cancellation.IsCancellationRequested)
        {
            await until;
        }
    }

    private void ReportError(Torrent torrent, TorrentSnapshot snapshot)
    {
        var before = _errors.GetValueOrDefault(torrent);
        if (snapshot.Error == before)
        {
            return;
        }

        if (snapshot.Error is { } error)
        {
            output.ErrorLine(error);
            _errors[torrent] = error;
        }
        else
        {
            output.Line($"{torrent.Metainfo.Name}: the disk works again, going on");
            _errors.Remove(torrent);
        }
    }
}
