using System.Net;
using Shoal.Net;
using Shoal.Runtime;
using Shoal.Trackers.Messages;

namespace Shoal.Trackers.Announcing;

/// <summary>One announce to one tracker: for each hash and each address of ours a leg, whose answers are merged. One leg that is answered makes it a success.</summary>
/// <remarks>A round only for an event goes by the legs that owe it; the others have been heard of in time.</remarks>
internal sealed class Round(TorrentAnnouncer torrent, Tracker tracker, bool isEager, bool isForEvent)
{
    private readonly TrackerUrl _url = tracker.Url!;

    /// <summary>Legs that have not ended.</summary>
    private int _open;
    private AnnounceReply? _merged;
    private AnnounceReply? _refusal;
    private string? _failure;
    private bool _isSilent = true;
    private bool _completedFailed;
    private int _peers;

    /// <summary>Some legs were left out: for their sake the next regular announce is not put off.</summary>
    private bool _isPartial;

    public void Begin()
    {
        tracker.IsBusy = true;
        torrent.World.Names.Resolve(torrent.World.Loop, _url.Host, OnResolved);
    }

    private void OnResolved(NameAnswer answer)
    {
        if (torrent.State != AnnouncerState.Running)
        {
            tracker.IsBusy = false;
            return;
        }

        var routes = Routes.Of(_url, answer, torrent.Announcer.Options.Binds, out _failure);
        if (routes.Count == 0)
        {
            _isSilent = false;
            End();
            return;
        }

        var legs = torrent.Hashes.SelectMany((hash, index) => routes.Select(route => LegOf(hash, index, route))).ToList();
        var urgency = isEager || legs.Exists(leg => torrent.EventFor(leg) != AnnounceEvent.None) ? Urgency.Telling : Urgency.Regular;
        _isPartial = isForEvent && legs.RemoveAll(leg => torrent.EventFor(leg) == AnnounceEvent.None) > 0;
        _open = legs.Count;
        if (legs.Count == 0)
        {
            // Those that owe something have no way to the tracker any more; one may come back.
            tracker.IsBusy = false;
            tracker.OwedAt = torrent.World.Loop.Now + Limits.MinIntervalDefault;
            torrent.OnRoundEnded(tracker, succeeded: false);
            return;
        }

        foreach (var leg in legs)
        {
            torrent.Announcer.Lanes.Enqueue(_url.Origin, urgency, () => Send(leg));
        }
    }

    private Leg LegOf(Metainfo.Sha1Hash hash, int index, Route route)
    {
        var leg = tracker.Legs.Find(leg => leg.Hash == hash && leg.Route.Local == route.Local);
        if (leg is null)
        {
            leg = new Leg(hash, isFirstHash: index == 0) { Route = route };
            tracker.Legs.Add(leg);
        }

        leg.Route = route;
        return leg;
    }

    /// <summary>It is the leg's turn; false where the torrent was stopped meanwhile.</summary>
    private bool Send(Leg leg)
    {
        if (torrent.State != AnnouncerState.Running)
        {
            return false;
        }

        var what = torrent.EventFor(leg);
        leg.IsUnderWay = true;
        torrent.Announcer.CallsFor(_url)!.Announce(
            _url, leg.Route, tracker.Failures, torrent.RequestOf(leg, what), Limits.ExchangeTime, answer => OnAnswer(leg, what, answer));
        return true;
    }

    private void OnAnswer(Leg leg, AnnounceEvent what, CallAnswer<AnnounceReply> answer)
    {
        leg.IsUnderWay = false;
        if (answer.Reply is { Failure: null } reply)
        {
            leg.IsStarted = true;
            leg.IsCompleted |= what == AnnounceEvent.Completed;
            leg.TrackerId = reply.TrackerId ?? leg.TrackerId;
            Take(reply);
        }
        else
        {
            _refusal ??= answer.Reply;
            _failure ??= answer.Reply is { } refusal ? "refuses: " + refusal.Failure : answer.Failure;
            _isSilent &= answer.IsSilent;
            _completedFailed |= what == AnnounceEvent.Completed;
        }

        _open--;
        torrent.Announcer.Lanes.Release(_url.Origin);
        torrent.OnLegFree(tracker, leg);
        if (_open == 0 && torrent.State == AnnouncerState.Running)
        {
            End();
        }
    }

    /// <summary>Both families' answers count, and so do both hashes': peers at once, numbers when all are there.</summary>
    private void Take(AnnounceReply reply)
    {
        _merged = _merged is null ? reply : reply with
        {
            Interval = Later(_merged.Interval, reply.Interval),
            MinInterval = Later(_merged.MinInterval, reply.MinInterval),
            Seeders = More(_merged.Seeders, reply.Seeders),
            Leechers = More(_merged.Leechers, reply.Leechers),
            Warning = _merged.Warning ?? reply.Warning,
        };
        if (torrent.State != AnnouncerState.Running)
        {
            return;
        }

        var peers = reply.Peers.Where(peer => peer.Port != 0 && AddressKinds.Of(peer) != AddressKind.Unusable).ToList();
        _peers += peers.Count;
        if (peers.Count > 0)
        {
            torrent.Handler.OnPeers(tracker.Shown, peers);
        }

        if (reply.ExternalAddress is { } address && AddressKinds.Of(address) == AddressKind.Public)
        {
            torrent.Handler.OnExternalAddress(address);
        }
    }

    private void End()
    {
        tracker.IsBusy = false;
        var (now, chance) = (torrent.World.Loop.Now, torrent.World.Chance);
        if (_merged is { } reply)
        {
            tracker.Succeed(now, reply.Interval, reply.MinInterval, _isPartial, chance);
            tracker.Warning = reply.Warning;
            tracker.Seeders = reply.Seeders ?? tracker.Seeders;
            tracker.Leechers = reply.Leechers ?? tracker.Leechers;
            tracker.Peers = _peers;
            // One address of ours may be cut off for long; the others must not be announced again and again for its sake.
            tracker.OwedAt = _completedFailed ? tracker.EagerAt : default;
        }
        else
        {
            tracker.Fail(now, _failure!, _refusal?.RetryIn, _refusal?.MinInterval ?? _refusal?.Interval, _isSilent, chance);
            tracker.Warning = _refusal?.Warning;
        }

        torrent.OnRoundEnded(tracker, _merged is not null);
    }

    private static TimeSpan? Later(TimeSpan? a, TimeSpan? b) => a > b ? a : b ?? a;

    private static int? More(int? a, int? b) => a > b ? a : b ?? a;
}
