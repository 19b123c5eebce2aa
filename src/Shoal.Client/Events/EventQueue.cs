namespace Shoal.Client.Events;

/// <summary>
/// One reader's events: a bounded queue. What says the same as the event before it is merged with that; what finds no room leaves a gap,
/// which is told where the events are missing. Any thread offers, one reads.
/// </summary>
internal sealed class EventQueue
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TorrentEvent> _events = [];
    private TaskCompletionSource _arrived = New();
    private int _missed;
    private bool _isClosed;

    public void Offer(TorrentEvent next)
    {
        lock (_gate)
        {
            if (_missed == 0 && _events.Last is { } last && Merge(last.Value, next) is { } merged)
            {
                last.Value = merged;
            }
            else if (_missed > 0 || _events.Count >= Limits.EventsWaiting)
            {
                _missed++;
            }
            else
            {
                _events.AddLast(next);
            }

            _arrived.TrySetResult();
        }
    }

    /// <summary>What waits is still read, then the stream ends.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _arrived.TrySetResult();
        }
    }

    /// <summary>The next event; null when the stream is over.</summary>
    public async ValueTask<TorrentEvent?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task arrived;
            lock (_gate)
            {
                if (_events.First is { } first)
                {
                    _events.RemoveFirst();
                    return first.Value;
                }

                if (_missed > 0)
                {
                    var gap = new Gap(_missed);
                    _missed = 0;
                    return gap;
                }

                if (_isClosed)
                {
                    return null;
                }

                if (_arrived.Task.IsCompleted)
                {
                    _arrived = New();
                }

                arrived = _arrived.Task;
            }

            await arrived.WaitAsync(cancellation);
        }
    }

    private static TorrentEvent? Merge(TorrentEvent before, TorrentEvent next) => (before, next) switch
    {
        (PiecesVerified a, PiecesVerified b) when a.Torrent == b.Torrent => new PiecesVerified(a.Torrent, a.Count + b.Count),
        (StatusChanged a, StatusChanged b) when a.Torrent == b.Torrent => b,
        _ => null,
    };

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
