using Shoal.Runtime;
using Shoal.Trackers.Messages;

namespace Shoal.Trackers.Announcing;

/// <summary>
/// A torrent leaves its trackers: "stopped" for each leg that its tracker knows, within five seconds in all.
/// A leg with a request under way waits for its end first, since "stopped" is the last that a tracker hears.
/// </summary>
internal sealed class Departure
{
    private readonly TorrentAnnouncer _torrent;
    private readonly Action _done;
    private readonly LoopTimer _limit;
    private readonly TimeSpan _end;

    /// <summary>Legs that are waited for.</summary>
    private int _open;
    private bool _isOver;

    public Departure(TorrentAnnouncer torrent, Action done)
    {
        _torrent = torrent;
        _done = done;
        _end = torrent.World.Loop.Now + Limits.StopTime;
        _limit = torrent.World.Loop.CreateTimer(Finish);
    }

    private TimeSpan Left => _end - _torrent.World.Loop.Now;

    public void Begin(IEnumerable<Tracker> trackers)
    {
        _limit.Arm(Limits.StopTime);
        // Held open until all legs are counted: a leg may end within the call that begins it.
        _open = 1;
        foreach (var (tracker, leg) in trackers.Where(tracker => !tracker.IsOut).SelectMany(tracker => tracker.Legs.Select(leg => (tracker, leg))).ToList())
        {
            if (leg.IsUnderWay)
            {
                _open++;
            }
            else if (leg.IsStarted)
            {
                _open++;
                Say(tracker, leg);
            }
        }

        Close();
    }

    public void OnLegFree(Tracker tracker, Leg leg)
    {
        if (_isOver)
        {
            return;
        }

        if (leg.IsStarted && !tracker.IsOut)
        {
            Say(tracker, leg);
        }
        else
        {
            Close();
        }
    }

    private void Say(Tracker tracker, Leg leg)
    {
        var (lanes, url) = (_torrent.Announcer.Lanes, tracker.Url!);
        lanes.Enqueue(url.Origin, Urgency.Leaving, () =>
        {
            if (_isOver)
            {
                return false;
            }

            _torrent.Announcer.CallsFor(url)!.Announce(url, leg.Route, 0, _torrent.RequestOf(leg, AnnounceEvent.Stopped), Left, _ =>
            {
                lanes.Release(url.Origin);
                Close();
            });
            return true;
        });
    }

    private void Close()
    {
        if (--_open == 0)
        {
            Finish();
        }
    }

    private void Finish()
    {
        if (!_isOver)
        {
            _isOver = true;
            _limit.Disarm();
            _done();
        }
    }
}
