using Microsoft.Extensions.Logging;

namespace Shoal.TrackerServer.Readings;

/// <summary>Logs in a line now and then what a tracker has done since the line before.</summary>
public sealed class TrackerJournal : IDisposable
{
    private readonly Func<TrackerReading> _read;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private TrackerReading _last;

    /// <param name="tracker">Whose.</param>
    /// <param name="log">Where.</param>
    /// <param name="pause">How often.</param>
    public TrackerJournal(TrackerHost tracker, ILogger log, TimeSpan pause)
        : this((tracker ?? throw new ArgumentNullException(nameof(tracker))).Read, tracker.Time, log, pause)
    {
    }

    /// <summary>The same for any source of readings.</summary>
    internal TrackerJournal(Func<TrackerReading> read, TimeProvider time, ILogger log, TimeSpan pause)
    {
        (_read, _log, _last) = (read, log, read());
        _timer = time.CreateTimer(static self => ((TrackerJournal)self!).Write(), this, pause, pause);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Write()
    {
        var now = _read();
        var peers = now.Peers;
        _log.Summary(
            (int)(now.Now - _last.Now).TotalSeconds, now.Announces - _last.Announces, now.Scrapes - _last.Scrapes, now.NotServed - _last.NotServed,
            now.Torrents, peers.Seeders, peers.Leechers, now.Process.Memory);
        _last = now;
    }
}
