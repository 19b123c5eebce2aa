using System.Net;
using Shoal.Metainfo;
using Shoal.Trackers.Exchanges;
using Shoal.Trackers.Messages;
using Shoal.Trackers.Messages.Http;

namespace Shoal.Trackers.Announcing;

/// <summary>Trackers asked over HTTP (BEP 3, 48).</summary>
internal sealed class HttpCalls(AnnouncerWorld world, AnnouncerOptions options) : ITrackerCalls
{
    public void Announce(TrackerUrl url, Route route, int attempt, AnnounceRequest request, TimeSpan time, Action<CallAnswer<AnnounceReply>> done) =>
        Ask(url, HttpAnnounce.UrlOf(url.Text, request), route, time, answer =>
            done(Read(answer, HttpAnnounceReply.TryRead(answer.Body, out var reply, out var reason), reply, reply?.Failure, reason)));

    public bool Scrape(TrackerUrl url, Route route, IReadOnlyList<Sha1Hash> hashes, TimeSpan time, Action<CallAnswer<ScrapeReply>> done)
    {
        if (HttpScrape.UrlOf(url.Text, hashes) is not { } address)
        {
            return false;
        }

        Ask(url, address, route, time, answer =>
            done(Read(answer, HttpScrapeReply.TryRead(answer.Body, out var reply, out var reason), reply, reply?.Failure, reason)));
        return true;
    }

    private static CallAnswer<T> Read<T>(ExchangeAnswer answer, bool isReply, T? reply, string? refusal, string? reason)
        where T : class
    {
        if (answer.Failure is { } failure)
        {
            return new(null, failure);
        }

        // Trackers give reasons with any status; peers count only with success.
        return isReply && (answer.Status is >= 200 and < 300 || refusal is not null) ? new(reply, null)
            : answer.Status is >= 200 and < 300 ? new(null, "answered, but " + reason)
            : new(null, $"answered with HTTP status {answer.Status} ({(HttpStatusCode)answer.Status})");
    }

    private void Ask(TrackerUrl url, string address, Route route, TimeSpan time, Action<ExchangeAnswer> done)
    {
        // The credentials are no part of the text that is announced.
        var scheme = url.Scheme + "://";
        var full = url.Credentials is { } credentials ? $"{scheme}{Uri.EscapeDataString(credentials.Split(':', 2)[0])}:{Uri.EscapeDataString(credentials.Split(':', 2) is [_, var password] ? password : "")}@{address[scheme.Length..]}" : address;
        var request = new ExchangeRequest(full, route.Addresses) { Local = route.Bind, Time = time, AllowPrivateRedirects = options.AllowPrivateRedirects };
        world.Exchange.Begin(world.Loop, request, done);
    }
}
