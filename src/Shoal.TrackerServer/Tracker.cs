using System.Buffers;
using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Trackers.Messages;
using Shoal.Trackers.Messages.Http;
using Shoal.TrackerServer.Access;
using Shoal.TrackerServer.Accounts;
using Shoal.TrackerServer.Http;
using Shoal.TrackerServer.Swarms;

namespace Shoal.TrackerServer;

/// <summary>
/// What a tracker decides, without I/O: a request and who sent it in, an answer out.
/// <code>
///   "/announce?info_hash=…" from 1.2.3.4 ─► AnnounceQuery ─► SwarmStore: takes 1.2.3.4:port in, chooses others ─► bencoded reply
/// </code>
/// </summary>
internal sealed class Tracker(SwarmStore store)
{
    public const string Full = "this tracker is full";
    private const string NoPort = "port is 0: nobody is told of you";

    private readonly PeerIds _ids = new();
    private long _announces;
    private long _scrapes;
    private long _refused;

    /// <summary>Who may.</summary>
    public Gate Gate { get; init; } = new();

    /// <summary>What users moved; null where there are none.</summary>
    public AccountBooks? Books { get; init; }

    /// <summary>Who may name another address than his own.</summary>
    public ClaimedAddresses Claims { get; init; } = new([]);

    public static Tracker Create(IChance chance, TrackerOptions options) => Over(EmptyStore(chance, options), options);

    public static Tracker Over(SwarmStore store, TrackerOptions options) => new(store)
    {
        Gate = options.Access?.Gate ?? new Gate(),
        Books = options.Access?.Books,
        Claims = new ClaimedAddresses(options.MaySayIp),
    };

    public static SwarmStore EmptyStore(IChance chance, TrackerOptions options) =>
        new(new StoreOptions { Interval = options.Interval, Memory = options.Memory ?? Limits.Memory }, chance);

    /// <summary>Answers one request. A failure is an answer too: clients read it, and they do not read pages of errors.</summary>
    /// <param name="target">Path and query as they came.</param>
    /// <param name="from">The address of the connection: the peer's, whatever it claims.</param>
    /// <param name="now">The loop's time.</param>
    /// <param name="body">Where the answer is written.</param>
    /// <param name="warning">What the client's user should know besides; null for nothing.</param>
    public HttpStatus Answer(ReadOnlySpan<byte> target, Endpoint from, TimeSpan now, IBufferWriter<byte> body, string? warning = null)
    {
        var question = target.IndexOf((byte)'?');
        var path = TrackerPath.Read(question < 0 ? target : target[..question]);
        var query = question < 0 ? default : target[(question + 1)..];
        switch (path.Action)
        {
            case TrackerAction.Announce:
                Announce(query, path.Passkey, from, now, body, warning);
                return HttpStatus.Ok;
            case TrackerAction.Scrape:
                Scrape(query, path.Passkey, body);
                return HttpStatus.Ok;
            default:
                _refused++;
                return HttpStatus.NotFound;
        }
    }

    /// <summary>May this be announced? Then its figures are noted. Any thread may ask.</summary>
    public Refusal Admit(in Sha1Hash infoHash, ReadOnlySpan<byte> passkey, in Figures figures)
    {
        var permit = Gate.Announce(infoHash, passkey);
        if (permit.User != 0)
        {
            Books?.Note(permit.User, infoHash, figures);
        }

        return permit.Refusal;
    }

    /// <summary>Takes an announce, whichever way it came, and writes others for it: see <see cref="SwarmStore.Announce"/>. Any thread may ask.</summary>
    public AnnounceResult Announce(in Announcement announcement, TimeSpan now, Span<byte> v4, Span<byte> v6)
    {
        var result = store.Announce(announcement, now, v4, v6);
        if (!result.IsFull)
        {
            Interlocked.Increment(ref _announces);
        }

        return result;
    }

    /// <summary>An unknown swarm is one of nobody, and so is one that is not served. Any thread may ask.</summary>
    public ScrapeCounts CountsOf(Sha1Hash infoHash) => Gate.Shows(infoHash) ? store.Scrape(infoHash) : default;

    /// <summary>A scrape is answered, whichever way it came. Any thread may say so.</summary>
    public void CountScrape() => Interlocked.Increment(ref _scrapes);

    /// <summary>Forgets who was silent for long, as far as a second's work goes. From one thread.</summary>
    public void Sweep(TimeSpan now) => store.Sweep(now);

    public TrackerStatistics Statistics(int connections)
    {
        var (seeders, leechers) = store.CountPeers();
        return new TrackerStatistics((int)store.Usage.Swarms, seeders, leechers, Announces, Scrapes, _refused, connections)
        {
            Evicted = store.Usage.Evicted,
            StoreBytes = store.Usage.Bytes,
        };
    }

    /// <summary>Announces taken since the start, whichever way they came.</summary>
    public long Announces => Interlocked.Read(ref _announces);

    /// <summary>Scrapes answered since the start, whichever way they came.</summary>
    public long Scrapes => Interlocked.Read(ref _scrapes);

    /// <summary>What the store holds.</summary>
    public Usage Usage => store.Usage;

    /// <summary>Who is here, each in his own family. Any thread may ask.</summary>
    public PeerCounts CountPeersByFamily() => store.CountPeersByFamily();

    private void Announce(ReadOnlySpan<byte> text, ReadOnlySpan<byte> passkey, Endpoint from, TimeSpan now, IBufferWriter<byte> body, string? warning)
    {
        if (!AnnounceQuery.TryParse(text, out var query, out var reason))
        {
            Refuse(new AnnounceReply { Failure = reason }, body);
            return;
        }

        var request = query.Request;
        var refusal = Admit(request.InfoHash, Passkey.Find(passkey, text), new Figures(request.PeerId, request.Uploaded, request.Downloaded, request.Left, request.Event));
        if (refusal != Refusal.None)
        {
            Refuse(new AnnounceReply { Failure = Refusals.TextOf(refusal) }, body);
            return;
        }

        var peer = PlaceOf(query, from, out var other);
        Span<byte> v4 = stackalloc byte[Limits.PeersPerReply * CompactEndpoint.LengthV4];
        Span<byte> v6 = stackalloc byte[Limits.PeersPerReply * CompactEndpoint.LengthV6];
        var wanted = Math.Min(request.Wanted ?? Limits.PeersByDefault, Limits.PeersPerReply);
        var announcement = new Announcement(request.InfoHash, peer, request.PeerId, request.Event, request.Left == 0, wanted);
        var result = Announce(announcement, now, v4, v6);
        if (other is { } second)
        {
            store.Announce(announcement with { Peer = second, Wanted = 0 }, now, default, default);
        }

        if (result.IsFull)
        {
            Refuse(new AnnounceReply { Failure = Full, RetryIn = Limits.RetryWhenFull }, body);
            return;
        }

        _ids.Note(peer, request.PeerId);
        v4 = v4[..(result.V4 * CompactEndpoint.LengthV4)];
        v6 = v6[..(result.V6 * CompactEndpoint.LengthV6)];
        warning = request.Port == 0 && request.Event != AnnounceEvent.Stopped ? NoPort : warning;
        if (query.Compact)
        {
            new CompactAnnounceReply
            {
                Seeders = result.Counts.Seeders,
                Leechers = result.Counts.Leechers,
                Interval = result.Interval,
                MinInterval = result.Interval / 2,
                External = from,
                IPv4 = v4,
                IPv6 = v6,
                Warning = warning,
            }.Write(body);
            return;
        }

        var peers = new List<Endpoint>(result.V4 + result.V6);
        Read(v4, CompactEndpoint.LengthV4, peers);
        Read(v6, CompactEndpoint.LengthV6, peers);
        var interval = TimeSpan.FromSeconds(result.Interval);
        var reply = new AnnounceReply
        {
            Interval = interval,
            MinInterval = interval / 2,
            Seeders = result.Counts.Seeders,
            Leechers = result.Counts.Leechers,
            ExternalAddress = from.ToIPAddress(),
            Peers = peers,
            Warning = warning,
        };
        HttpReplyWriter.WriteList(body, reply, query.NoPeerId ? null : peers.ConvertAll(_ids.Find));
    }

    /// <summary>Where a peer is, and where it is by the other family if it may say so and does (BEP 7).</summary>
    private Endpoint PlaceOf(AnnounceQuery query, Endpoint from, out Endpoint? other)
    {
        var isIPv4 = (query.Ip.IsWildcard ? from : query.Ip).IsIPv4;
        var same = isIPv4 ? query.IPv4 : query.IPv6;
        var second = isIPv4 ? query.IPv6 : query.IPv4;
        other = !second.IsWildcard && Claims.MayClaim(from) ? WithPort(second) : null;
        return WithPort(Claims.AddressOf(from.WithPort(0), same.IsWildcard ? query.Ip : same));

        Endpoint WithPort(Endpoint place) => place.Port == 0 ? place.WithPort(query.Request.Port) : place;
    }

    private static void Read(ReadOnlySpan<byte> compact, int length, List<Endpoint> into)
    {
        for (; !compact.IsEmpty; compact = compact[length..])
        {
            into.Add(CompactEndpoint.Read(compact[..length]));
        }
    }

    private void Scrape(ReadOnlySpan<byte> text, ReadOnlySpan<byte> passkey, IBufferWriter<byte> body)
    {
        var refusal = Gate.Scrape(Passkey.Find(passkey, text));
        string? reason = refusal == Refusal.None ? null : Refusals.TextOf(refusal);
        if (reason is not null || !ScrapeQuery.TryParse(text, out var infoHashes, out reason))
        {
            _refused++;
            HttpReplyWriter.WriteScrape(body, new ScrapeReply { Failure = reason });
            return;
        }

        CountScrape();
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
