using Shoal.Client.Events;
using Shoal.Runtime;
using Shoal.Trackers.Announcing;

namespace Shoal.Client.Swarms;

/// <summary>Publishes snapshots of one torrent: each second in which something changed, and at every turn of its life. An idle torrent publishes nothing.</summary>
internal sealed class SnapshotFeed
{
    private readonly TorrentRun _run;
    private readonly Publisher _publisher;
    private readonly LoopTimer _timer;

    /// <summary>What stood in the last snapshot, as far as it tells whether another is worth taking.</summary>
    private Mark _mark;
    private TorrentSnapshot? _latest;

    public SnapshotFeed(TorrentRun run, Publisher publisher)
    {
        _run = run;
        _publisher = publisher;
        _timer = run.Loop.CreateTimer(OnTimer);
    }

    /// <summary>The last one published; null before the first. Any thread may read it.</summary>
    public TorrentSnapshot? Latest => Volatile.Read(ref _latest);

    public void Start()
    {
        _timer.Arm(Limits.Tick);
        Take();
    }

    public void Stop()
    {
        _timer.Disarm();
        Take();
    }

    /// <summary>Nothing changes each second any more: the torrent sleeps, as it stands now.</summary>
    public TorrentSnapshot Pause()
    {
        _timer.Disarm();
        _mark = MarkOf(_run);
        return Publish();
    }

    /// <summary>A snapshot as things stand, with a new revision where they have changed.</summary>
    public TorrentSnapshot Take()
    {
        var mark = _run.Rest is { } rest ? _mark with { Status = rest.Status, Error = rest.Error, Trackers = _run.Finding.Trackers.Latest } : MarkOf(_run);

        // A meter fades for half an hour before it reads zero; below a byte a second there is nothing to show.
        if (_latest is { DownRate: < 1, UpRate: < 1 } latest && mark == _mark)
        {
            return latest;
        }

        _mark = mark;
        return Publish();
    }

    private TorrentSnapshot Publish()
    {
        var taken = Snapshots.Of(_run) with { Revision = _publisher.NextRevision() };
        Volatile.Write(ref _latest, taken);
        return taken;
    }

    private void OnTimer()
    {
        Take();
        _run.Finding.Update();
        _timer.Arm(Limits.Tick);
    }

    private static Mark MarkOf(TorrentRun run)
    {
        if (run.Swarm is not { } swarm)
        {
            return new(run.Status, run.Error, 0, 0, run.Lobby?.ConnectionCount ?? 0, (run.Lobby?.Dialer.Book.FailureCount ?? 0) + run.Given.Unknown.Count, run.Finding.Trackers.Latest);
        }

        var bytes = swarm.Totals.ReceivedWith(swarm.Peers) + swarm.Totals.SentWith(swarm.Peers);
        return new(run.Status, swarm.Error, bytes, swarm.Have.Count, swarm.Peers.Count, swarm.Totals.PiecesFailed + swarm.Totals.PeersLeft + swarm.Peers.Book.Bans.Count + swarm.Peers.Book.FailureCount + run.Given.Unknown.Count, run.Finding.Trackers.Latest);
    }

    private readonly record struct Mark(TorrentStatus Status, string? Error, long Bytes, int Pieces, int Peers, int Endings, IReadOnlyList<TrackerSnapshot> Trackers);
}
