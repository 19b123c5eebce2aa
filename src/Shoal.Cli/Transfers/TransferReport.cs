using System.Diagnostics;
using Shoal.Cli.Shell;
using Shoal.Client;
using Shoal.Trackers.Announcing;

namespace Shoal.Cli.Transfers;

/// <summary>What one torrent has to tell while it runs: a progress line, and each trouble once.</summary>
internal sealed class TransferReport(Torrent torrent, Output output, bool givesUp)
{
    /// <summary>A disk that refuses for so long needs a person; a script must not hang.</summary>
    private static readonly TimeSpan StoragePatience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, string?> _told = new(StringComparer.Ordinal);
    private string? _error;
    private long _errorSince;
    private long _lastLine = Stopwatch.GetTimestamp();

    /// <exception cref="VerbException">The disk has refused for too long.</exception>
    public void Show(TorrentSnapshot snapshot, bool isOnly)
    {
        Tell(snapshot);
        if (output.IsTerminal && isOnly)
        {
            output.Progress(ProgressLine.Of(torrent.Name, snapshot));
        }
        else
        {
            ShowRow(snapshot);
        }
    }

    /// <summary>A row of progress, where the last is old enough.</summary>
    public void ShowRow(TorrentSnapshot snapshot)
    {
        if (Stopwatch.GetElapsedTime(_lastLine) >= PlainInterval)
        {
            _lastLine = Stopwatch.GetTimestamp();
            output.ProgressRow(ProgressLine.Of(torrent.Name, snapshot));
        }
    }

    /// <summary>Each trouble once.</summary>
    /// <exception cref="VerbException">The disk has refused for too long.</exception>
    public void Tell(TorrentSnapshot snapshot)
    {
        TellError(snapshot);
        TellUnreached(snapshot);
        TellTrackers(snapshot);
    }

    private void TellError(TorrentSnapshot snapshot)
    {
        if (!string.Equals(snapshot.Error, _error, StringComparison.Ordinal))
        {
            if (snapshot.Error is { } error)
            {
                output.ErrorLine(givesUp ? $"{error} (waiting up to {StoragePatience.TotalSeconds:F0} s, then giving up)" : $"'{torrent.Name}' is not served: {error}");
            }
            else
            {
                output.ErrorLine($"the disk works again, going on with '{torrent.Name}'");
            }

            _error = snapshot.Error;
            _errorSince = Stopwatch.GetTimestamp();
        }

        if (givesUp && _error is not null && Stopwatch.GetElapsedTime(_errorSince) > StoragePatience)
        {
            throw new VerbException(ExitCode.Failed, $"{_error}; what is verified is kept, and the same command goes on from there");
        }
    }

    /// <summary>Says why an address leads to no peer, once for each reason.</summary>
    private void TellUnreached(TorrentSnapshot snapshot)
    {
        foreach (var (address, reason) in snapshot.Unreached)
        {
            if (reason is not null && IsNew(address, reason))
            {
                output.ErrorLine($"no peer at {address} ({reason}); trying again");
            }
        }
    }

    /// <summary>Says what is wrong with a tracker, and what it has to say itself, once each.</summary>
    private void TellTrackers(TorrentSnapshot snapshot)
    {
        foreach (var tracker in snapshot.Trackers)
        {
            if (tracker.LastError is { } error && IsNew(tracker.ShownUrl, error))
            {
                output.ErrorLine($"tracker {tracker.ShownUrl} {error}{(tracker.Status == TrackerStatus.Out ? "" : "; trying again")}");
            }

            if (tracker.Warning is { } warning && IsNew(tracker.ShownUrl + " says", warning))
            {
                output.ErrorLine($"tracker {tracker.ShownUrl} says: {warning}");
            }
        }
    }

    private bool IsNew(string about, string said)
    {
        var isNew = !string.Equals(_told.GetValueOrDefault(about), said, StringComparison.Ordinal);
        _told[about] = said;
        return isNew;
    }
}
