using Shoal.Net;
using Shoal.Trackers.Messages;

namespace Shoal.Trackers.Announcing;

/// <summary>One scrape of one tracker, by the first way that there is. It fails without a word: the numbers are only shown.</summary>
internal sealed class ScrapeRound(TorrentAnnouncer torrent, Tracker tracker)
{
    private readonly TrackerUrl _url = tracker.Url!;

    public void Begin() => torrent.World.Names.Resolve(torrent.World.Loop, _url.Host, OnResolved);

    private void OnResolved(NameAnswer answer)
    {
        var routes = Routes.Of(_url, answer, torrent.Announcer.Options.Binds, out _);
        if (routes.Count > 0)
        {
            torrent.Announcer.Lanes.Enqueue(_url.Origin, Urgency.Regular, () => Send(routes[0]));
        }
    }

    private bool Send(Route route) =>
        torrent.State == AnnouncerState.Running
        && torrent.Announcer.CallsFor(_url)!.Scrape(_url, route, torrent.Hashes, Limits.ExchangeTime, OnAnswer);

    private void OnAnswer(CallAnswer<ScrapeReply> answer)
    {
        torrent.Announcer.Lanes.Release(_url.Origin);
        if (answer.Reply is not { Failure: null } reply)
        {
            return;
        }

        // A hybrid's two swarms are mostly the same peers.
        var swarms = torrent.Hashes.Where(reply.Swarms.ContainsKey).Select(hash => reply.Swarms[hash]).ToList();
        if (swarms.Count > 0)
        {
            tracker.Seeders = swarms.Max(swarm => swarm.Seeders);
            tracker.Leechers = swarms.Max(swarm => swarm.Leechers);
            tracker.Completed = swarms.Max(swarm => swarm.Completed);
            torrent.Handler.OnChanged();
        }
    }
}
