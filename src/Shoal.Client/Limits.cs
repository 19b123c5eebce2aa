namespace Shoal.Client;

/// <summary>Bounds of the engine, each with its reason.</summary>
internal static class Limits
{
    /// <summary>Memory that open pieces and outstanding requests may hold, client-wide: enough for a gigabit at 300 ms and for four of the largest common pieces.</summary>
    public const int PieceBudget = 64 * 1024 * 1024;

    /// <summary>Threads of decisions: as many as the largest machines have cores to spare for them.</summary>
    public const int Loops = 64;

    /// <summary>Events that wait for one slow reader; more leave a gap.</summary>
    public const int EventsWaiting = 256;

    /// <summary>With fewer peers a torrent asks its trackers for more, as soon as they allow.</summary>
    public const int FewPeers = 8;

    /// <summary>"left" while a link's torrent is not known: not 0, which would make us a seed.</summary>
    public const long LeftUnknown = 16 * 1024;

    /// <summary>Nodes that torrents name and that are looked up, in all; and none while so many are known: ten thousand torrents shall not ask for ten thousand hosts.</summary>
    public const int NodesNamed = 64;

    /// <summary>Host names that led nowhere and are remembered to be shown.</summary>
    public const int UnknownHosts = 32;

    /// <summary>A block: what a request asks for.</summary>
    public const int BlockLength = 16 * 1024;

    /// <summary>Connections of one torrent. libtorrent's session default.</summary>
    public const int ConnectionsPerTorrent = 200;

    /// <summary>With so many some make room for newcomers: those with whom least is exchanged, and before a link's torrent is known those without metadata.</summary>
    public const int Crowded = ConnectionsPerTorrent * 9 / 10;

    /// <summary>Dials of one torrent under way at once: home routers fall over more of them.</summary>
    public const int HalfOpen = 20;

    /// <summary>Dials under way of all torrents together: a home router's table of connections holds a few thousand, and each failed dial stays in it for a minute or two.</summary>
    public const int HalfOpenAll = 50;

    /// <summary>Connections of all torrents together: within the 1,024 descriptors that a process surely gets, half are for files.</summary>
    public const int Connections = 500;

    /// <summary>Peers served at once before it is known how fast the line is: two torrents' worth of BEP 3's four.</summary>
    public const int UploadSlots = 8;

    /// <summary>The most peers served at once, however fast the line.</summary>
    public const int SlotsMost = 200;

    /// <summary>A limited line gives each peer at least so many bytes a second, or has fewer slots.</summary>
    public const long SlotShare = 8 * 1024;

    /// <summary>Bytes a second above which a first peer makes another slot worthwhile; libtorrent's rate_choker_initial_threshold.</summary>
    public const double SlotRate = 1024;

    /// <summary>By so much the threshold rises with each peer, as libtorrent's does.</summary>
    public const double SlotRateStep = 2048;

    /// <summary>Peers that a nearly full table parts from at a time; libtorrent's peer_turnover.</summary>
    public const double TurnoverShare = 0.04;

    /// <summary>Addresses remembered for one torrent.</summary>
    public const int KnownPeers = 3000;

    /// <summary>Of them, those that one host told of (BEP 11): fifteen liars would be needed to fill the book, and trackers' entries stay before theirs.</summary>
    public const int ToldByOne = 200;

    /// <summary>Addresses of one /24 or /64 that peers told of: a victim's network is not dialled from end to end.</summary>
    public const int ToldOfNetwork = 8;

    /// <summary>Below it other services live, which nobody shall have us dial; a peer that listens there is found by trackers.</summary>
    public const int FirstToldPort = 1024;

    /// <summary>Networks that told us our own address.</summary>
    public const int AddressVotes = 64;

    /// <summary>BEP 11: contacts added, and contacts dropped, in one message.</summary>
    public const int ExchangeContacts = 50;

    /// <summary>BEP 11 lets the first message of a connection hold more; as many as a client has connections.</summary>
    public const int ExchangeContactsFirst = 200;

    /// <summary>The longest peer exchange message that we read: 400 contacts of both families and their flags are 13 KiB.</summary>
    public const int ExchangeMessage = 16 * 1024;

    /// <summary>Peer exchange messages in a row that came too early, after which the peer is given up.</summary>
    public const int ExchangeFlood = 8;

    /// <summary>What we tell peers they may have outstanding with us (BEP 10 reqq); more are rejected.</summary>
    public const int IncomingRequests = 2000;

    /// <summary>What a peer that tells no reqq surely takes.</summary>
    public const int DefaultRequestQueue = 250;

    /// <summary>Requests outstanding at one peer beyond what its delay needs: half a second of a fast peer, or 8 MiB.</summary>
    public const int WindowHeadroom = 512;

    /// <summary>The first window; it doubles each round trip.</summary>
    public const int InitialWindow = 8;

    /// <summary>Peers asked for the same block in end game.</summary>
    public const int EndGameCopies = 3;

    /// <summary>Messages to no purpose that a peer may say at once: some clients tell of every small thing.</summary>
    public const int IdleMessages = 1000;

    /// <summary>And in each second: twice a second each kind.</summary>
    public const int IdleMessagesPerSecond = 20;

    /// <summary>What the loss of a piece costs of them where the peer was a seed, for each so many pieces: all of them are counted anew.</summary>
    public const int PiecesCounted = 20_000;

    /// <summary>Requests that may be refused or taken back at once: twice what a peer may have outstanding may be refused when we choke it, and as much cancelled.</summary>
    public const int VainRequests = 4 * IncomingRequests;

    /// <summary>And in each second: all of them in each round of choking.</summary>
    public const int VainRequestsPerSecond = IncomingRequests / 10;

    /// <summary>Blocks and rejects that nobody asked for, borne at first: a peer may misunderstand what was cancelled.</summary>
    public const int StrayAnswers = 64;

    /// <summary>How often all hashes of a torrent may be asked for on one connection, and leaves be read for it: a copy may fail, but not for ever.</summary>
    public const int HashesTimes = 3;

    /// <summary>Handshakes awaited of one host: enough for a household behind one address.</summary>
    public const int HandshakesPerHost = 16;

    /// <summary>Blocks of failed pieces of which sender and digest are remembered for one torrent: 40 bytes each, 2.5 MiB, eight of the largest common pieces. The oldest make room.</summary>
    public const int SuspectBlocks = 64 * 1024;

    /// <summary>Bans of one torrent, after which the oldest are forgotten: as many as addresses.</summary>
    public const int Bans = KnownPeers;

    /// <summary>Unverified blocks waiting for the part file, with their memory; while there are more, nothing is asked for.</summary>
    public const int SpillsWaiting = 512;

    /// <summary>
    /// Blocks of whole pieces that wait for workers or are with them; while there are more, nothing is asked for. 16 MiB are 20 ms of
    /// the fastest transfer: past that a longer queue only takes fresh memory in place of warm.
    /// </summary>
    public const int SealedWaiting = 1024;

    /// <summary>Connections that wait for a sleeping torrent to wake, which takes milliseconds unless its files must be checked again.</summary>
    public const int VisitorsWaiting = 8;

    /// <summary>Addresses that wait for it: what two trackers tell at once.</summary>
    public const int AddressesWaiting = 200;

    /// <summary>Dials in a row that led to nothing, after which an address does not keep a seed awake: half a minute of trying. Its trackers tell of it again.</summary>
    public const int HopelessDials = 4;

    /// <summary>Peers that left and are remembered while a torrent sleeps; of the others the sums stay.</summary>
    public const int PeersRememberedAsleep = 16;

    /// <summary>Incoming connections of one host: enough for a household behind one address, not for one that would take all.</summary>
    public const int StrangersPerHost = 8;

    /// <summary>Blocks read from disk for one peer at a time: 256 KiB.</summary>
    public const int ReadBatch = 16;

    /// <summary>Allowed fast pieces granted to a newcomer (BEP 6 suggests 10; libtorrent grants 5).</summary>
    public const int AllowedFastPieces = 5;

    /// <summary>Allowed fast and suggest messages remembered of one peer.</summary>
    public const int AllowedFastRemembered = 128;

    /// <summary>The longest extension handshake that we read.</summary>
    public const int ExtensionHandshake = 16 * 1024;

    /// <summary>The longest info dictionary that is taken from peers: libtorrent's bound is 30 MiB.</summary>
    public const int MetadataLength = 32 * 1024 * 1024;

    /// <summary>The longest dictionary before the bytes of a metadata message.</summary>
    public const int MetadataHeader = 512;

    /// <summary>Bytes that wait for a peer while it is still sent metadata; past them it is refused until it reads.</summary>
    public const int MetadataQueue = 256 * 1024;

    /// <summary>Hashes in one request of ours (BEP 52: it should not be greater).</summary>
    public const int LayerRun = 512;

    /// <summary>Hash requests outstanding at one peer: with 16 KiB an answer, 128 KiB in flight.</summary>
    public const int LayerRequestsPerPeer = 8;

    /// <summary>Hashes of the longest run that is served, and leaves of the most pieces that are read for one: what libtorrent serves.</summary>
    public const int HashesServed = 8192;

    /// <summary>Hash requests of one peer that wait, past which they are rejected: libtorrent has two outstanding, we eight.</summary>
    public const int HashRequestsWaiting = 64;

    /// <summary>Hash requests answered at once for one torrent: each may read a piece.</summary>
    public const int HashJobs = 2;

    /// <summary>Bytes that wait for a peer while it is still sent hashes; the longest answer is as much again.</summary>
    public const int HashesQueued = 256 * 1024;

    /// <summary>Peers asked for the leaves of a piece that failed, one after the other.</summary>
    public const int LeafAsks = 4;

    /// <summary>A peer that is asked for leaves and does not answer for so long is left for another.</summary>
    public static readonly TimeSpan LeafWait = TimeSpan.FromSeconds(5);

    /// <summary>A hash request that is not answered for so long is made of another peer too (libtorrent's figure).</summary>
    public static readonly TimeSpan LayerReask = TimeSpan.FromSeconds(3);

    public static readonly TimeSpan Dial = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan Handshake = TimeSpan.FromSeconds(10);

    /// <summary>Book-keeping: rates, time-outs, dials.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    /// <summary>BEP 3: chokes are reconsidered every ten seconds.</summary>
    public static readonly TimeSpan ChokeRound = TimeSpan.FromSeconds(10);

    /// <summary>BEP 3: who gave nothing for so long while we wanted something is served by chance alone.</summary>
    public static readonly TimeSpan Stingy = TimeSpan.FromMinutes(1);

    /// <summary>So long a peer counts as newly connected.</summary>
    public static readonly TimeSpan Newcomer = TimeSpan.FromMinutes(1);

    /// <summary>How often a nearly full table makes room; libtorrent's peer_turnover_interval.</summary>
    public static readonly TimeSpan TurnoverEvery = TimeSpan.FromMinutes(5);

    /// <summary>A client's stop may take five seconds, whatever peers, disks and trackers do: so long its torrents have, and its threads the rest.</summary>
    public static readonly TimeSpan StopTorrent = TimeSpan.FromSeconds(4);

    /// <summary>A peer that owes blocks and sends none for so long is snubbed: others are asked.</summary>
    public static readonly TimeSpan Snub = TimeSpan.FromSeconds(20);

    /// <summary>A request older than this is not coming, even where other blocks do.</summary>
    public static readonly TimeSpan RequestAge = TimeSpan.FromSeconds(60);

    /// <summary>A peer that refuses a block without choking is left alone for so long, or both would ask and refuse at the speed of the line.</summary>
    public static readonly TimeSpan RejectRest = TimeSpan.FromSeconds(1);

    /// <summary>BEP 3: keep-alives go out once in two minutes; a little earlier is on time.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(100);

    /// <summary>A peer silent for longer is gone.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(180);

    /// <summary>BEP 11: a peer is told of others once a minute at most.</summary>
    public static readonly TimeSpan ExchangeEvery = TimeSpan.FromMinutes(1);

    /// <summary>A peer exchange message that comes sooner after the last is not taken; clocks and lines make a minute a little shorter.</summary>
    public static readonly TimeSpan ExchangeEarly = TimeSpan.FromSeconds(45);

    /// <summary>The first wait before a peer is dialled again; doubles with each failure.</summary>
    public static readonly TimeSpan Redial = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait before a peer is dialled again.</summary>
    public static readonly TimeSpan RedialMost = TimeSpan.FromMinutes(5);

    /// <summary>So long without a peer or hope of one, and a torrent sleeps: long enough for one that reconnects, short enough that few are awake of ten thousand that trackers tell of peers every half hour.</summary>
    public static readonly TimeSpan SleepAfter = TimeSpan.FromSeconds(30);

    /// <summary>How often new pieces are synced and named in the resume record.</summary>
    public static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(20);

    /// <summary>A piece in memory that got no block for so long makes room when memory is short.</summary>
    public static readonly TimeSpan Starved = TimeSpan.FromMinutes(1);

    /// <summary>A copy of the metadata that takes longer goes on while others are asked too.</summary>
    public static readonly TimeSpan MetadataTime = TimeSpan.FromSeconds(20);

    /// <summary>A peer that is asked for metadata and sends none for so long is left for another.</summary>
    public static readonly TimeSpan MetadataStall = TimeSpan.FromSeconds(10);

    /// <summary>A peer that refused or stalled is not asked for metadata before: libtorrent's own limit lets a peer ask again after a minute.</summary>
    public static readonly TimeSpan MetadataRest = TimeSpan.FromSeconds(30);

    /// <summary>A hybrid's piece layers that nobody gives for so long are done without: its v1 hashes verify it.</summary>
    public static readonly TimeSpan LayerPatience = TimeSpan.FromSeconds(15);

    /// <summary>How often the DHT's tables are kept: what a crash may lose of them is found again in seconds.</summary>
    public static readonly TimeSpan SaveNodesEvery = TimeSpan.FromMinutes(5);

    /// <summary>How often a failed disk is tried again.</summary>
    public static readonly TimeSpan StorageRetry = TimeSpan.FromSeconds(2);

    /// <summary>Slots to begin with: fewer where the rate to send at is limited and slow.</summary>
    public static int SlotsAtLeast(long? upRate) => upRate is { } rate ? (int)Math.Clamp(rate / SlotShare, 2, UploadSlots) : UploadSlots;
}
