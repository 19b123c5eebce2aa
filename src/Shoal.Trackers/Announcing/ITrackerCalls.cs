using Shoal.Metainfo;
using Shoal.Trackers.Messages;

namespace Shoal.Trackers.Announcing;

/// <summary>Speaks one protocol of trackers. An end is told once, on the loop, and never within the call.</summary>
internal interface ITrackerCalls
{
    /// <summary>Announces by one route.</summary>
    /// <param name="url">The tracker.</param>
    /// <param name="route">From where to where.</param>
    /// <param name="attempt">Counts failures, so that another address of the host gets its turn.</param>
    /// <param name="request">What is told.</param>
    /// <param name="time">The most it may take.</param>
    /// <param name="done">Hears the end.</param>
    void Announce(TrackerUrl url, Route route, int attempt, AnnounceRequest request, TimeSpan time, Action<CallAnswer<AnnounceReply>> done);

    /// <summary>Scrapes by one route. False where the tracker has no such thing; then nothing is told.</summary>
    bool Scrape(TrackerUrl url, Route route, IReadOnlyList<Sha1Hash> hashes, TimeSpan time, Action<CallAnswer<ScrapeReply>> done);
}
