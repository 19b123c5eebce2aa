using Shoal.Cli.Shell;
using Shoal.Client;
using Shoal.Metainfo;

namespace Shoal.Cli.Transfers;

/// <summary>Torrents under way in one run of the program: shows how they stand, and says once what goes wrong.</summary>
internal sealed class TransferSession(TorrentClient client, Output output)
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(1);

    private readonly List<TransferReport> _reports = [];

    /// <summary>Checks and starts one torrent, showing how the check goes.</summary>
    public async Task<Torrent> AddAsync(TorrentSource source, TorrentOptions options, CancellationToken cancellation)
    {
        var torrent = await client.AddAsync(source, source.Metainfo is { } metainfo ? options with { CheckProgress = CheckProgress(metainfo) } : options, cancellation);
        output.ClearProgress();
        _reports.Add(new TransferReport(torrent, output));
        return torrent;
    }

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

            foreach (var report in _reports)
            {
                report.Show(await report.Torrent.GetSnapshotAsync(), isOnly: _reports.Count == 1);
            }
        }

        output.ClearProgress();
        if (until.IsCompleted)
        {
            await until;
        }
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
