using Shoal.Cli.Shell;
using Shoal.Client;
using Shoal.Metainfo;

namespace Shoal.Cli.Transfers;

/// <summary>Torrents under way in one run of the program: shows how they stand, and says once what goes wrong.</summary>
/// <param name="client">Their client.</param>
/// <param name="output">Where it is shown.</param>
/// <param name="givesUp">A disk that refuses for long ends the run; without it the other torrents go on.</param>
internal sealed class TransferSession(TorrentClient client, Output output, bool givesUp = true)
{
    /// <summary>Of more torrents only those are shown at which something happens.</summary>
    private const int Few = 20;

    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Torrent, TransferReport> _reports = [];
    private readonly DhtReport _dht = new(client, output);
    private long _shown;

    /// <summary>Checks and starts one torrent, showing how the check goes.</summary>
    public async Task<Torrent> AddAsync(TorrentSource source, TorrentOptions options, CancellationToken cancellation)
    {
        var torrent = await client.AddAsync(source, source.Metainfo is { } metainfo ? options with { CheckProgress = CheckProgress(metainfo) } : options, cancellation);
        output.ClearProgress();
        Follow(torrent);
        return torrent;
    }

    /// <summary>A torrent that was started elsewhere.</summary>
    public void Follow(Torrent torrent) => _reports.Add(torrent, new TransferReport(torrent, output, givesUp));

    /// <summary>Shows progress until the task ends or the user stops it. Throws what the task threw.</summary>
    /// <exception cref="VerbException">A disk refused for so long that somebody must look.</exception>
    public async Task WatchAsync(Task until, CancellationToken cancellation)
    {
        var stopped = Task.Delay(Timeout.Infinite, cancellation);
        var interval = output.IsTerminal ? TerminalInterval : PlainInterval;
        while (true)
        {
            await Task.WhenAny(until, stopped, Task.Delay(interval, CancellationToken.None));
            if (until.IsCompleted || stopped.IsCompleted)
            {
                break;
            }

            await ShowAsync();
        }

        output.ClearProgress();
        if (until.IsCompleted)
        {
            await until;
        }
    }

    private async Task ShowAsync()
    {
        if (_reports.Count <= Few)
        {
            var lost = new List<Torrent>();
            foreach (var (torrent, report) in _reports)
            {
                var snapshot = await torrent.GetSnapshotAsync();
                report.Show(snapshot, isOnly: _reports.Count == 1);
                if (snapshot is { Status: TorrentStatus.FetchingMetadata or TorrentStatus.Downloading, Trackers.Count: 0 } && !snapshot.Peers.Any(p => p.Ended is null))
                {
                    lost.Add(torrent);
                }
            }

            await _dht.TellAsync(lost);
            return;
        }

        await _dht.TellAsync([]);
        var revision = client.Revision;
        foreach (var (torrent, snapshot) in client.ChangedSince(_shown))
        {
            if (_reports.GetValueOrDefault(torrent) is { } report)
            {
                report.Tell(snapshot);
                if (snapshot.Peers.Any(peer => peer.Ended is null))
                {
                    report.ShowRow(snapshot);
                }
            }
        }

        _shown = revision;
    }

    private Action<int, int> CheckProgress(TorrentMetainfo metainfo)
    {
        var meter = new ProgressMeter(output, "checking", metainfo.Layout.DataLength);
        var gate = new Lock();
        var shown = 0L;
        return (done, total) =>
        {
            lock (gate)
            {
                var now = Environment.TickCount64;
                if (now - shown > TerminalInterval.TotalMilliseconds)
                {
                    shown = now;
                    meter.Report((long)((double)done / Math.Max(1, total) * metainfo.Layout.DataLength));
                }
            }
        };
    }
}
