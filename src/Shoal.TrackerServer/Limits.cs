namespace Shoal.TrackerServer;

/// <summary>The bounds of the tracker: what strangers may cost it.</summary>
internal static class Limits
{
    /// <summary>Open connections; one more takes the place of that which was silent longest. An idle one costs some 300 bytes and a descriptor.</summary>
    public const int Connections = 10_000;

    /// <summary>Bytes of a request, headers included: twice the longest query that is read.</summary>
    public const int RequestLength = 16 * 1024;

    /// <summary>Bytes held for a connection from its first byte on: an announce of any known client fits.</summary>
    public const int FirstBuffer = 2 * 1024;

    /// <summary>Answers waiting for a client that asks and does not read; then it is given up.</summary>
    public const int PendingOutput = 256 * 1024;

    /// <summary>Bytes of a passkey: twice the 32 hexadecimal digits that most trackers hand out.</summary>
    public const int PasskeyLength = 64;

    /// <summary>Bytes of an answer from which on it is compressed for who asks: with its head less fits into one packet of an Ethernet.</summary>
    public const int CompressFrom = 1300;

    /// <summary>When the tracker stops, connections that are on their way are still accepted for a moment.</summary>
    public static readonly TimeSpan LastAccepts = TimeSpan.FromMilliseconds(50);

    /// <summary>Then whoever sends half a request, or does not read, has so long.</summary>
    public static readonly TimeSpan Drain = TimeSpan.FromSeconds(3);

    /// <summary>From one whole request to the next, bytes in between notwithstanding; then the client is too slow or gone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Bytes for swarms and peers where nobody says otherwise: some 50 million peers.</summary>
    public const long Memory = 1L << 30;

    /// <summary>Peers given to who does not say how many: what most trackers give.</summary>
    public const int PeersByDefault = 50;

    /// <summary>Peers given to who wants more: what libtorrent asks for, and more than anyone dials at once.</summary>
    public const int PeersPerReply = 200;

    /// <summary>How often what is old is looked for.</summary>
    public static readonly TimeSpan SweepPause = TimeSpan.FromSeconds(1);

    /// <summary>Nobody is forgotten sooner, however short the interval: libtorrent announces every 5 minutes at most.</summary>
    public static readonly TimeSpan SilenceLeast = TimeSpan.FromMinutes(12);

    /// <summary>BEP 15: a connection id is taken for two minutes.</summary>
    public static readonly TimeSpan ConnectionId = TimeSpan.FromMinutes(2);

    /// <summary>Places for sources whose requests are counted, for each socket: 400 KiB.</summary>
    public const int Sources = 16 * 1024;

    /// <summary>How long a source's requests are added up.</summary>
    public static readonly TimeSpan SourceWindow = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of an answer over UDP: with the headers it fits into the 1280 that every way of IPv6 carries whole (RFC 8200 §5), as it holds 67 of its peers or 202 of IPv4.</summary>
    public const int UdpReply = 1232;

    /// <summary>Pages of 16 KiB that a family of a shard keeps for when it grows again: 2 MiB in all.</summary>
    public const int SparePages = 4;

    /// <summary>Locks of the store: two threads rarely meet at one.</summary>
    public const int Shards = 16;

    /// <summary>Silence in ticks of the store's clock: fine enough for seconds up to two hours, and the eighth of what 16 bits tell apart.</summary>
    public const int TicksOfSilence = 8192;

    /// <summary>Of the interval, the part by which what is handed out differs at most: a tenth, as opentracker does.</summary>
    public const int IntervalJitter = 10;

    /// <summary>Downloads of a swarm that nobody is in are remembered for so many silences.</summary>
    public const int EmptySilences = 4;

    /// <summary>Swarms that are compared to find an old one: it is among the oldest sixteenth in the mean.</summary>
    public const int EvictionSample = 16;

    /// <summary>Swarms forgotten to make room for one peer; then it is refused: an announce takes its time.</summary>
    public const int EvictionsPerAnnounce = 8;

    /// <summary>Pairs of peers that are compared to find clients with two families: two microseconds.</summary>
    public const int TwinWork = 2048;

    /// <summary>Places that are looked at under one lock when what is old is forgotten: less than a millisecond.</summary>
    public const int SweepPlaces = 1024;

    /// <summary>Looks of <see cref="SweepPlaces"/> at a time: a round over ten million swarms takes ten minutes, and one over few a second.</summary>
    public const int SweepSteps = 16;

    /// <summary>When who was refused for want of room may come again.</summary>
    public static readonly TimeSpan RetryWhenFull = TimeSpan.FromMinutes(10);

    /// <summary>Bytes of a request to the control listener: a list of ten thousand info-hashes in one.</summary>
    public const int ControlBody = 1024 * 1024;

    /// <summary>Bytes of a snapshot that are read at once.</summary>
    public const int SnapshotBuffer = 256 * 1024;

    /// <summary>Locks of the accounts.</summary>
    public const int Shelves = 16;

    /// <summary>Users' torrents in memory, some 300 bytes each: a private tracker with five million of them is the largest there is. Beyond, announces are served and not counted.</summary>
    public const int Shares = 5_000_000;

    /// <summary>Peers of one user in one torrent that are told apart: at home, at work, and some that changed their id.</summary>
    public const int PeersPerShare = 8;

    /// <summary>How long a peer's totals are remembered: for as long as a client may lack a line and go on with the same id.</summary>
    public static readonly TimeSpan PeerMemory = TimeSpan.FromHours(48);

    /// <summary>Changes written in one transaction: a tenth of a second.</summary>
    public const int SharesPerBatch = 10_000;

    /// <summary>Changes taken under one lock: some microseconds.</summary>
    public const int SharesPerLock = 50;

    /// <summary>Info-hashes in one request of an administrator.</summary>
    public const int HashesPerRequest = 10_000;

    /// <summary>Users or passkeys in one answer to an administrator, who asks on: some 200 KiB.</summary>
    public const int EntriesPerAnswer = 1000;

    /// <summary>Characters of a user's name.</summary>
    public const int NameLength = 64;

    /// <summary>Random bytes of a passkey: nobody guesses one of 128 bits, and nobody finds one from its digest.</summary>
    public const int PasskeyBytes = 16;

    /// <summary>Open connections by TLS; more are closed at once. Each holds keys and buffers, tens of KiB, and its handshake is dear.</summary>
    public const int HttpsConnections = 2000;

    /// <summary>Connections by TLS of one address, in IPv6 of one /64: a provider's NAT has fewer at the same moment, since each lasts a moment.</summary>
    public const int HttpsConnectionsPerSource = 100;

    /// <summary>The whole handshake; a round trip over the slowest line takes two seconds.</summary>
    public static readonly TimeSpan Handshake = TimeSpan.FromSeconds(10);

    /// <summary>Headers of a request: a browser's come to some twenty, a BitTorrent client's to five.</summary>
    public const int HttpsHeaders = 40;

    /// <summary>Requests at once on a connection of HTTP/2: a client announces its torrents a few at a time.</summary>
    public const int HttpsStreams = 16;

    /// <summary>Bytes that a client of HTTP/2 may send before it is read, for the connection and for each stream; the least that the protocol knows, as no request has a body.</summary>
    public const int HttpsWindow = 65535;

    /// <summary>How often the certificate's files are looked at.</summary>
    public static readonly TimeSpan CertificatePause = TimeSpan.FromMinutes(1);

    /// <summary>A certificate that ends sooner is warned of, once a day: certbot renews thirty days before.</summary>
    public static readonly TimeSpan CertificateEndsSoon = TimeSpan.FromDays(14);

    /// <summary>How often it is warned of a certificate that ends.</summary>
    public static readonly TimeSpan CertificateWarning = TimeSpan.FromDays(1);
}
