using System.Buffers.Binary;
using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Trackers.Messages;

namespace Shoal.Trackers.Announcing;

/// <summary>
/// One torrent's trackers in their tiers (BEP 12). The first tracker that is not out of order is the one that is announced to;
/// when one fails the next has its turn, and when the failed one's pause is over it is tried first again.
/// </summary>
/// <remarks>All members are called on the announcer's loop.</remarks>
public sealed class TorrentAnnouncer
{
    private readonly Announcer _announcer;
    private readonly AnnouncedTorrent _torrent;
    private readonly List<List<Tracker>> _tiers;
    private readonly LoopTimer _timer;

    /// <summary>BEP 7: the same for all our addresses, so that they are one peer to the tracker.</summary>
    private readonly uint _key;
    private Sha1Hash[] _hashes;

    /// <summary>Whom the last look at the tiers found, and when it is due.</summary>
    private (Tracker Tracker, TimeSpan Due)? _next;
    private bool _isEager;

    /// <summary>It was complete when it was started: it never tells "completed" (BEP 3).</summary>
    private bool _wasComplete;
    private bool _isComplete;

    /// <summary>There from the moment of stopping on.</summary>
    private Departure? _departure;
    private Action? _whenStopped;

    internal TorrentAnnouncer(Announcer announcer, AnnouncedTorrent torrent)
    {
        _announcer = announcer;
        _torrent = torrent;
        _hashes = [.. torrent.InfoHashes.Wire];
        _timer = World.Loop.CreateTimer(Pump);
        _tiers = TiersOf(torrent.Tiers, World.Chance);
        Span<byte> key = stackalloc byte[sizeof(uint)];
        World.Secrets.Fill(key);
        _key = BinaryPrimitives.ReadUInt32BigEndian(key);
        foreach (var tracker in Trackers.Where(tracker => tracker.Url is { } url && announcer.CallsFor(url) is null))
        {
            tracker.Unsupported();
        }
    }

    internal AnnouncerState State { get; private set; }

    internal AnnouncerWorld World => _announcer.World;

    internal Announcer Announcer => _announcer;

    internal IReadOnlyList<Sha1Hash> Hashes => _hashes;

    internal IAnnounceHandler Handler => _torrent.Handler;

    private IEnumerable<Tracker> Trackers => _tiers.SelectMany(tier => tier);

    /// <summary>Begins to announce. A torrent of which nothing is left is a seed from its start.</summary>
    public void Start()
    {
        Invariant.Check(State == AnnouncerState.Idle);
        State = AnnouncerState.Running;
        _wasComplete = _torrent.Stats().Left == 0;
        Pump();
    }

    /// <summary>The download became complete: told at once, and once, to each tracker that knows the torrent as incomplete. Nothing happens where it was complete at its start.</summary>
    public void Complete()
    {
        _isComplete = true;
        Pump();
    }

    /// <summary>The swarm lacks peers, or no longer does: asks before the regular time, and never before the tracker's minimal one.</summary>
    public void WantPeers(bool eager)
    {
        _isEager = eager;
        Pump();
    }

    /// <summary>More of the torrent's hashes became known: a hybrid's magnet link may name one alone.</summary>
    public void Learn(InfoHashes hashes)
    {
        var known = _hashes.Length;
        // The order stays: the first tells what was moved.
        _hashes = [.. _hashes.Concat(hashes.Wire).Distinct()];
        if (_hashes.Length > known)
        {
            foreach (var tracker in Trackers)
            {
                tracker.Hurry();
            }

            Pump();
        }
    }

    /// <summary>Tells "stopped" to the trackers that know the torrent. <paramref name="done"/> is called once, within 5 seconds whatever they do, perhaps within this call.</summary>
    public void Stop(Action done)
    {
        ArgumentNullException.ThrowIfNull(done);
        if (State is AnnouncerState.Idle or AnnouncerState.Stopped)
        {
            State = AnnouncerState.Stopped;
            done();
            return;
        }

        _whenStopped += done;
        if (State == AnnouncerState.Running)
        {
            State = AnnouncerState.Stopping;
            _timer.Disarm();
            _departure = new Departure(this, () =>
            {
                State = AnnouncerState.Stopped;
                _whenStopped?.Invoke();
            });
            _departure.Begin(Trackers);
        }
    }

    /// <summary>Asks each tracker how large the swarm is (BEP 48); the answers are in the snapshots. A tracker is not asked again within a minute.</summary>
    public void Scrape()
    {
        var now = World.Loop.Now;
        foreach (var tracker in Trackers.Where(tracker => !tracker.IsOut && !(now - tracker.ScrapedAt < Limits.ScrapeSpacing)))
        {
            tracker.ScrapedAt = now;
            new ScrapeRound(this, tracker).Begin();
        }
    }

    /// <summary>All trackers as they stand, in the order of their tiers.</summary>
    public IReadOnlyList<TrackerSnapshot> Snapshot()
    {
        var now = World.Loop.Now;
        TimeSpan? Next(Tracker tracker)
        {
            var at = tracker.Failures > 0 ? tracker.RetryAt : _next?.Tracker == tracker ? _next?.Due : null;
            return at is not { } due ? null : due > now ? due - now : TimeSpan.Zero;
        }

        return [.. Trackers.Select(tracker => tracker.ToSnapshot(Next(tracker), State != AnnouncerState.Running))];
    }

    /// <summary>What a leg tells now; the event follows from what its tracker has heard.</summary>
    internal AnnounceRequest RequestOf(Leg leg, AnnounceEvent what)
    {
        var stats = _torrent.Stats();
        return new AnnounceRequest(
            leg.Hash, _torrent.PeerId, _torrent.Port, leg.IsFirstHash ? stats.Uploaded : 0, leg.IsFirstHash ? stats.Downloaded : 0, stats.Left,
            what, _key, what == AnnounceEvent.Stopped ? 0 : stats.Wanted ?? _announcer.Options.WantedPeers)
        {
            TrackerId = leg.TrackerId,
        };
    }

    internal AnnounceEvent EventFor(Leg leg) => !leg.IsStarted ? AnnounceEvent.Started : OwesCompleted(leg) ? AnnounceEvent.Completed : AnnounceEvent.None;

    /// <summary>A round ended, well or badly: BEP 12 moves the tracker that answers to the front of its tier.</summary>
    internal void OnRoundEnded(Tracker tracker, bool succeeded)
    {
        if (succeeded)
        {
            var tier = _tiers.Find(tier => tier.Contains(tracker))!;
            tier.Remove(tracker);
            tier.Insert(0, tracker);
        }

        Pump();
        Handler.OnChanged();
    }

    /// <summary>A request of a torrent that stops has ended: now its tracker can be told.</summary>
    internal void OnLegFree(Tracker tracker, Leg leg) => _departure?.OnLegFree(tracker, leg);

    /// <summary>BEP 12: each tier is shuffled once. A tracker that stands there twice is asked once.</summary>
    private static List<List<Tracker>> TiersOf(IReadOnlyList<IReadOnlyList<string>> tiers, IChance chance)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var result = new List<List<Tracker>>();
        foreach (var tier in tiers)
        {
            var trackers = tier.Where(url => seen.Count < Limits.TrackersPerTorrent && seen.Add(url)).Select(url => new Tracker(url, result.Count)).ToList();
            for (var i = trackers.Count - 1; i > 0; i--)
            {
                var j = chance.Below(i + 1);
                (trackers[i], trackers[j]) = (trackers[j], trackers[i]);
            }

            if (trackers.Count > 0)
            {
                result.Add(trackers);
            }
        }

        return result;
    }

    private bool OwesCompleted(Leg leg) => _isComplete && !_wasComplete && leg.IsStarted && !leg.IsCompleted;

    /// <summary>Announces what is due, and sleeps until the next is.</summary>
    private void Pump()
    {
        if (State != AnnouncerState.Running)
        {
            return;
        }

        var now = World.Loop.Now;
        TimeSpan? wake = null;
        foreach (var tracker in Trackers.Where(tracker => !tracker.IsOut && !tracker.IsBusy && tracker.Legs.Exists(OwesCompleted)))
        {
            AnnounceOrWait(tracker, tracker.OwedAt > tracker.RetryAt ? tracker.OwedAt : tracker.RetryAt, now, isForEvent: tracker.DueAt > now, ref wake);
        }

        _next = null;
        foreach (var tracker in Trackers.Where(tracker => !tracker.IsOut))
        {
            if (!tracker.IsBusy && tracker.RetryAt > now)
            {
                Sooner(ref wake, tracker.RetryAt);
                continue;
            }

            if (!tracker.IsBusy)
            {
                var due = _isEager && tracker.EagerAt < tracker.DueAt ? tracker.EagerAt : tracker.DueAt;
                _next = (tracker, due);
                AnnounceOrWait(tracker, due, now, isForEvent: false, ref wake);
            }

            break;
        }

        if (wake is { } at)
        {
            _timer.Arm(at - now);
        }
        else
        {
            _timer.Disarm();
        }
    }

    private void AnnounceOrWait(Tracker tracker, TimeSpan at, TimeSpan now, bool isForEvent, ref TimeSpan? wake)
    {
        if (at > now)
        {
            Sooner(ref wake, at);
            return;
        }

        var isEager = _isEager && !isForEvent;
        _isEager &= isForEvent;
        new Round(this, tracker, isEager, isForEvent).Begin();
    }

    private static void Sooner(ref TimeSpan? wake, TimeSpan at) => wake = wake < at ? wake : at;
}
