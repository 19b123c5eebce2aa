using System.Buffers;
using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Trackers.Messages;
using Shoal.Trackers.Messages.Http;
using Shoal.TrackerServer.Http;
using Shoal.TrackerServer.Swarms;

namespace Shoal.TrackerServer;

/// <summary>
/// What a tracker decides, without I/O: a request and who sent it in, an answer out.
/// <code>
///   "/announce?info_hash=…" from 1.2.3.4 ─► AnnounceQuery ─► SwarmStore: takes 1.2.3.4:port in, chooses others ─► bencoded reply
/// </code>
/// </summary>
internal sealed class Tracker(SwarmStore store, TimeSpan interval, IChance chance)
{
    public const string Full = "this tracker is full";

    /// <summary>HTTP's loop and the threads of UDP ask by turns.</summary>
    private readonly Lock _gate = new();
    private long _announces;
    private long _scrapes;
    private long _refused;

    public static Tracker Create(IChance chance, TrackerOptions options) => new(new SwarmStore(Limits.Swarms, Limits.Peers), options.Interval, chance);

    /// <summary>Answers one request. A failure is an answer too: clients read it, and they do not read pages of errors.</summary>
    /// <param name="target">Path and query as they came.</param>
    /// <param name="from">The address of the connection: the peer's, whatever it claims.</param>
    /// <param name="now">The loop's time.</param>
    /// <param name="body">Where the answer is written.</param>
    public HttpStatus Answer(ReadOnlySpan<byte> target, Endpoint from, TimeSpan now, IBufferWriter<byte> body)
    {
        var question = target.IndexOf((byte)'?');
        var path = question < 0 ? target : target[..question];
        var query = question < 0 ? default : target[(question + 1)..];
        if (path.SequenceEqual("/announce"u8))
        {
            Announce(query, from, now, body);
            return HttpStatus.Ok;
        }

        if (path.SequenceEqual("/scrape"u8))
        {
            Scrape(query, body);
            return HttpStatus.Ok;
        }

        _refused++;
        return HttpStatus.NotFound;
    }

    /// <summary>Takes an announce, whichever way it came, and chooses others for it. False: there is no room.</summary>
    public bool TryAnnounce(AnnounceRequest request, Endpoint from, TimeSpan now, List<SwarmPeer> chosen, out ScrapeCounts counts)
    {
        counts = default;
        lock (_gate)
        {
            if (request.Event == AnnounceEvent.Stopped)
            {
                store.Remove(request.InfoHash, from.WithPort(request.Port));
                counts = store.Find(request.InfoHash)?.Counts ?? default;
            }
            else
            {
                // Port 0: it cannot be reached, so it is told of others and others are not told of it.
                var swarm = request.Port == 0 ? store.Find(request.InfoHash) : store.Take(from.WithPort(request.Port), request, now);
                if (swarm is null && request.Port != 0)
                {
                    return false;
                }

                counts = swarm?.Counts ?? default;
                chosen.AddRange(swarm?.Choose(request.PeerId, request.Left == 0, from.IsIPv4, Math.Min(request.Wanted ?? Limits.PeersByDefault, Limits.PeersPerReply), chance) ?? []);
            }

            _announces++;
            return true;
        }
    }

    /// <summary>An unknown swarm is one of nobody.</summary>
    public ScrapeCounts CountsOf(Sha1Hash infoHash)
    {
        lock (_gate)
        {
            return store.Find(infoHash)?.Counts ?? default;
        }
    }

    /// <summary>Forgets who was silent for two intervals and <see cref="Limits.SilenceLeast"/>.</summary>
    public void Sweep(TimeSpan now)
    {
        lock (_gate)
        {
            store.Forget(now - (2 * interval > Limits.SilenceLeast ? 2 * interval : Limits.SilenceLeast));
        }
    }

    public TrackerStatistics Statistics(int connections)
    {
        lock (_gate)
        {
            var (seeders, leechers) = store.CountPeers();
            return new TrackerStatistics(store.Count, seeders, leechers, _announces, _scrapes, _refused, connections);
        }
    }

    private void Announce(ReadOnlySpan<byte> text, Endpoint from, TimeSpan now, IBufferWriter<byte> body)
    {
        if (!AnnounceQuery.TryParse(text, out var query, out var reason))
        {
            Refuse(new AnnounceReply { Failure = reason }, body);
            return;
        }

        var chosen = new List<SwarmPeer>();
        if (!TryAnnounce(query.Request, from, now, chosen, out var counts))
        {
            Refuse(new AnnounceReply { Failure = Full, RetryIn = Limits.RetryWhenFull }, body);
            return;
        }

        var reply = new AnnounceReply
        {
            Interval = interval,
            MinInterval = interval / 2,
            Seeders = counts.Seeders,
            Leechers = counts.Leechers,
            ExternalAddress = from.ToIPAddress(),
            Peers = chosen.ConvertAll(static peer => peer.Endpoint),
        };
        if (query.Compact)
        {
            HttpReplyWriter.WriteCompact(body, reply);
        }
        else
        {
            HttpReplyWriter.WriteList(body, reply, query.NoPeerId ? null : chosen.ConvertAll(static peer => peer.Id));
        }
    }

    private void Scrape(ReadOnlySpan<byte> text, IBufferWriter<byte> body)
    {
        if (!ScrapeQuery.TryParse(text, out var infoHashes, out var reason))
        {
            _refused++;
            HttpReplyWriter.WriteScrape(body, new ScrapeReply { Failure = reason });
            return;
        }

        _scrapes++;
        var swarms = new Dictionary<Sha1Hash, ScrapeCounts>();
        foreach (var infoHash in infoHashes)
        {
            // The unknown too: who scrapes several finds each of them.
            swarms[infoHash] = CountsOf(infoHash);
        }

        HttpReplyWriter.WriteScrape(body, new ScrapeReply { Swarms = swarms });
    }

    private void Refuse(AnnounceReply reply, IBufferWriter<byte> body)
    {
        _refused++;
        HttpReplyWriter.WriteCompact(body, reply);
    }
}
