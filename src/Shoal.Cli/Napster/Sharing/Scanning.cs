using System.Threading.Channels;
using Shoal.Cli.Napster.Presence;
using Shoal.Cli.Shell;
using Shoal.Data;
using Shoal.Napster.Client.Files;

namespace Shoal.Cli.Napster.Sharing;

/// <summary>Looks through the shared folders, now and then again, on a thread of its own; what is new is shared as soon as it is hashed.</summary>
internal sealed class Scanning : IAsyncDisposable
{
    /// <summary>Faults of one scan that are told of, so that an unreadable disk does not fill the screen.</summary>
    private const int FaultsTold = 20;

    private readonly Channel<ClientLine> _lines = Channel.CreateBounded<ClientLine>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly CancellationTokenSource _end = new();
    private readonly Task _work;
    private volatile string? _progress;

    /// <param name="client">Has the index, and tells its server of what is new.</param>
    /// <param name="folders">Which.</param>
    /// <param name="pause">Until the next time; zero: never.</param>
    public Scanning(IRunningClient client, IReadOnlyList<string> folders, TimeSpan pause) => _work = Task.Run(() => WorkAsync(client, folders, pause));

    /// <summary>What there is to tell.</summary>
    public ChannelReader<ClientLine> Lines => _lines.Reader;

    /// <summary>How far the scan is; null: none is under way.</summary>
    public string? Progress => _progress;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _work;
        _end.Dispose();
    }

    private async Task WorkAsync(IRunningClient client, IReadOnlyList<string> folders, TimeSpan pause)
    {
        try
        {
            for (var isFirst = true; ; isFirst = false)
            {
                Scan(client, folders, isFirst);
                if (pause == TimeSpan.Zero)
                {
                    return;
                }

                await Task.Delay(pause, _end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
        finally
        {
            _progress = null;
        }
    }

    private void Scan(IRunningClient client, IReadOnlyList<string> folders, bool isFirst)
    {
        var faults = 0;
        var scan = new ShareScan(client.Shares, TimeProvider.System)
        {
            Committed = client.Napster.LookAtShares,
            Progress = progress => _progress = progress.Bytes == 0
                ? $"looks through the folders: {progress.Seen} files"
                : $"reads new files: {progress.FilesDone} of {progress.Files}, {Sizes.Format(progress.BytesDone)} of {Sizes.Format(progress.Bytes)}: {progress.Current}",
            Fault = fault =>
            {
                if (++faults <= FaultsTold)
                {
                    Tell("fault", $"Not shared: {fault.Path} ({fault.Reason}){(faults == FaultsTold ? "; more such are not told of" : "")}");
                }
            },
        };
        try
        {
            var report = scan.Run(folders, _end.Token);
            if (isFirst || report.Hashed + report.Removed > 0)
            {
                var totals = client.Shares.Totals;
                var changed = report.Hashed + report.Removed > 0 ? $"; {report.Hashed} read, {report.Removed} gone" : "";
                Tell("scan", $"{totals.Files} {(totals.Files == 1 ? "file" : "files")} shared, {Sizes.Format(totals.Bytes)}{changed}.");
            }
        }
        catch (DatabaseException e)
        {
            Tell("fault", $"The index of shared files cannot be written ({e.Message.TrimEnd('.')}): what is new is not shared until it can be.");
        }
        finally
        {
            _progress = null;
        }
    }

    private void Tell(string kind, string text) => _lines.Writer.TryWrite(new ClientLine(kind, text));
}
