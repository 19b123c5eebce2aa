namespace Shoal.Dht;

/// <summary>The bounds of this project: what hostile nodes may cost, and what ours may cost others.</summary>
internal static class Limits
{
    /// <summary>Nodes of an answer, and those an announce goes to (BEP 5: K).</summary>
    public const int K = 8;

    /// <summary>Bytes of the longest packet that is read: what Ethernet carries whole. All that this protocol needs is shorter.</summary>
    public const int PacketLength = 1500;

    /// <summary>Bytes of the longest packet that is sent (BEP 32, "Maximum packet size"): it passes IPv6 and its tunnels in one piece.</summary>
    public const int SentLength = 1024;

    /// <summary>Bytes of the longest transaction id that is given back. Programs use 2 to 8; a longer one only makes our answers larger.</summary>
    public const int TransactionIdLength = 32;

    /// <summary>Bytes of the longest token that is kept for an announce. Programs use 4 to 20.</summary>
    public const int TokenLength = 40;

    /// <summary>Bytes of a Bloom filter (BEP 33).</summary>
    public const int FilterLength = 256;

    /// <summary>Lists and dictionaries within each other in a packet: items that others store (BEP 44) may nest, and what nests deeper is no message.</summary>
    public const int MessageDepth = 16;

    /// <summary>
    /// Buckets of a table. Of ten million nodes one shares 24 bits with us, and one in 100,000 tables holds one that shares 40: ids that share more are made to, and
    /// have one bucket together.
    /// </summary>
    public const int Buckets = 48;

    /// <summary>Nodes of a bucket that answered and found no place.</summary>
    public const int Spares = 8;

    /// <summary>
    /// Nodes of a bucket that share a slot, the part of its ids that one place of it stands for. In a bucket that lacks nodes there is less than one in the mean, and four come
    /// together once in fifty: who are more stand there together, and would take all the places that honest nodes have yet to fill.
    /// </summary>
    public const int NodesPerSlot = 4;

    /// <summary>Nodes that a table is asked for at once.</summary>
    public const int ClosestNodes = 64;

    /// <summary>Seconds without a word after which a node is asked whether it is there (BEP 5: 15 minutes).</summary>
    public const int StaleSeconds = 15 * 60;

    /// <summary>Seconds without an answer after which it is asked whatever it asks of us: anybody may send questions in its name.</summary>
    public const int UnansweredSeconds = 60 * 60;

    /// <summary>Seconds until a node that owes an answer is asked again; twice as many each time.</summary>
    public const int RetrySeconds = 60;

    /// <summary>Answers in a row that a node may owe while there is no spare for it: it goes half an hour after it fell silent.</summary>
    public const int Fails = 6;

    /// <summary>Time-outs in a row, with no answer from anybody between, that tell of our own line and not of nodes (BEP 45, "Determining Connectivity").</summary>
    public const int TimeoutsOfALine = 8;

    /// <summary>Seconds between lookups that fill a bucket, and half of those between lookups of our own neighbourhood, which upkeep asks about anyway.</summary>
    public const int LookupSeconds = 15 * 60;

    /// <summary>A newcomer takes the place of who is as good otherwise when it takes less than this part of its round trip.</summary>
    public const double FasterPart = 0.75;

    /// <summary>A token is taken for this long at least, and for twice as long at most: BEP 5's reference gives out new ones every 5 minutes and takes those of 10.</summary>
    public static readonly TimeSpan TokenPeriod = TimeSpan.FromMinutes(5);

    /// <summary>Info-hashes stored: what libtorrent stores, and several times what a node is among the nearest for.</summary>
    public const int Hashes = 2000;

    /// <summary>Peers stored of an info-hash: what libtorrent stores. BEP 33 wants fewer than 6,000, since its filters tell no more apart.</summary>
    public const int PeersPerHash = 500;

    /// <summary>A peer announces itself every half hour or sooner, and is forgotten when it is late by half of that.</summary>
    public static readonly TimeSpan PeerExpiry = TimeSpan.FromMinutes(45);

    /// <summary>Peers stored of one network, of all info-hashes: among ten million nodes a /24 full of seeds with thousands of torrents each comes to one or two.</summary>
    public const int PeersPerNetwork = 64;

    /// <summary>Peers stored of one network of one info-hash: sixteen networks are needed to fill one, so that a lone provider cannot take the place of all others.</summary>
    public const int PeersPerNetworkAndHash = 32;

    /// <summary>Info-hashes that are compared to find the one to give up: some microseconds, and it is among the last few of a hundred in the mean.</summary>
    public const int EvictionLooks = 64;

    /// <summary>Peers of an info-hash that are looked at to learn whether it crowds.</summary>
    public const int CrowdingLooks = 16;

    /// <summary>What doubling its part of the store costs a network's info-hashes: more than all nearness (160) and popularity (6,000 peers) together.</summary>
    public const int CrowdingWeight = 2048;

    /// <summary>So many peers are worth a bit of nearness, when an info-hash must go.</summary>
    public const int PeersPerBit = 5;

    /// <summary>Stored peers looked at each time that old ones are looked for: some microseconds.</summary>
    public const int ExpiryLooks = 1024;

    /// <summary>Sources whose queries are counted: 1 MiB at most, and as much as is needed before.</summary>
    public const int Sources = 65_536;

    /// <summary>Queries a second that one source is answered in the long run: a lookup asks a node once or twice, and a home has a few nodes.</summary>
    public const int QueriesPerSecond = 5;

    /// <summary>Queries of one source at once: so many seconds' worth, for who starts with many torrents near each other.</summary>
    public const int QueryBurstSeconds = 10;

    /// <summary>Seconds of the rate of answers that may be sent at once.</summary>
    public const int SendBurstSeconds = 3;

    /// <summary>Seconds of that rate that strangers leave to those whose address is proven.</summary>
    public const int SendReserveSeconds = 1;

    /// <summary>Addresses remembered as proven, 64 KiB: far more than a table has nodes.</summary>
    public const int ProvenAddresses = 4096;

    /// <summary>How long an address is remembered as proven: as long as the longest-lived token.</summary>
    public static readonly TimeSpan ProvenFor = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A reply to an address that is not proven, as a multiple of the query. A usual get_peers has 104 bytes, and eight IPv6 nodes with id and token come to four times that; eight IPv4
    /// nodes to three, and some peers beside them. QUIC allows three (RFC 9000 §8.1), of packets that are padded. With headers, which a victim is sent too, four are 3.5.
    /// </summary>
    public const int ReplyMultiple = 4;

    /// <summary>Queries that may be out at once, of one node: at the given rate more are never out for long.</summary>
    public const int Calls = 1024;

    /// <summary>An answer that has not come after this time does not come; slow nodes and full queues take a few seconds.</summary>
    public static readonly TimeSpan Lost = TimeSpan.FromSeconds(8);

    /// <summary>After this time an answer is late, until enough have come to know better.</summary>
    public static readonly TimeSpan LateAtFirst = TimeSpan.FromMilliseconds(600);

    /// <summary>The least that is called late: a scheduler's hiccup is shorter.</summary>
    public static readonly TimeSpan LateLeast = TimeSpan.FromMilliseconds(150);

    /// <summary>The most that is called late: a lookup waits no longer for one node.</summary>
    public static readonly TimeSpan LateMost = TimeSpan.FromMilliseconds(1500);

    /// <summary>Mean deviations beyond the mean (RFC 6298).</summary>
    public const int LateDeviations = 2;

    /// <summary>How long a lookup rests when too many queries are out.</summary>
    public static readonly TimeSpan CallsRest = TimeSpan.FromMilliseconds(200);

    /// <summary>Queries a second of a client: each keeps an entry of a home router's table for 30 s, and such a table holds a few thousand.</summary>
    public const int AskedPerSecond = 100;

    /// <summary>Seconds whose queries may leave at once after a rest: a few lookups.</summary>
    public const int BurstSeconds = 3;

    /// <summary>Queries of a lookup that are out and not late. More find the way a little sooner and cost others more.</summary>
    public const int Parallel = 6;

    /// <summary>Queries of a lookup in all.</summary>
    public const int QueriesPerLookup = 40;

    /// <summary>Nodes of the table that a lookup begins with.</summary>
    public const int Entrances = 16;

    /// <summary>Nodes of each kind, with secure ids and with others, that a lookup keeps in mind.</summary>
    public const int Candidates = 64;

    /// <summary>Nodes taken of one answer: K, and as many again of programs that give more.</summary>
    public const int NodesTaken = 16;

    /// <summary>Nodes that a lookup asks at its end at most where ids crowd around its target.</summary>
    public const int CrowdMost = 20;

    /// <summary>Questions of a lookup for nodes beside its target, where it has found nobody and ids crowd: each of three places is asked for twice.</summary>
    public const int Detours = 6;

    /// <summary>A network is taken to be at least so large before its estimated size means anything.</summary>
    public const int SizeThatTells = 64;

    /// <summary>Peers told of in one search: a torrent keeps 3,000 addresses, and dials far fewer.</summary>
    public const int PeersPerSearch = 2000;

    /// <summary>A node that knows fewer asks everybody whom it hears of, and begins anew at the bootstrap hosts.</summary>
    public const int Lonely = 2 * K;

    /// <summary>Between two looks of a node at its table.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);

    /// <summary>Between two walks as long as parts of the table are thin, each of which is walked to once in a while: who has just come knows a few minutes later whom others know.</summary>
    public static readonly TimeSpan WalkSoon = TimeSpan.FromSeconds(20);

    /// <summary>Between two walks where none is.</summary>
    public static readonly TimeSpan WalkEvery = TimeSpan.FromMinutes(15);

    /// <summary>Nodes that asked us and wait to be asked.</summary>
    public const int Newcomers = 64;

    /// <summary>Nodes taken of an answer that did not belong to a lookup.</summary>
    public const int Hearsay = 2;

    /// <summary>A home router lets answers in for this long after a packet left, at most: RFC 4787 asks for two minutes at least, most take less, and three are safe.</summary>
    public static readonly TimeSpan RouterMemory = TimeSpan.FromMinutes(3);

    /// <summary>Addresses that were asked lately and are kept in mind, in each of two halves.</summary>
    public const int AskedMost = 8192;

    /// <summary>A node that no stranger asked for so long, and that asked many, cannot be reached.</summary>
    public static readonly TimeSpan UnaskedFor = TimeSpan.FromMinutes(15);

    /// <summary>So many it must have asked by then: who asks nobody is known to nobody.</summary>
    public const int UnaskedQueries = 50;

    /// <summary>After this time it tries again.</summary>
    public static readonly TimeSpan ReadOnlyFor = TimeSpan.FromHours(1);

    /// <summary>Between the first and the second try to find the first nodes; doubles with each.</summary>
    public static readonly TimeSpan BootstrapFirst = TimeSpan.FromSeconds(3);

    /// <summary>Between any two.</summary>
    public static readonly TimeSpan BootstrapMost = TimeSpan.FromMinutes(5);

    /// <summary>After a node was named, so that several are tried together.</summary>
    public static readonly TimeSpan BootstrapSoon = TimeSpan.FromMilliseconds(50);

    /// <summary>Addresses of nodes that wait to be tried.</summary>
    public const int Named = 512;

    /// <summary>Of them those of one family that are tried together: of nodes known yesterday one in a few is still there.</summary>
    public const int NamedAtOnce = 32;

    /// <summary>Addresses of one bootstrap host.</summary>
    public const int AddressesPerHost = 8;

    /// <summary>Bytes of a file with saved tables: 16 nodes with tables of a thousand.</summary>
    public const int SavedLength = 512 * 1024;

    /// <summary>Nodes of ours in such a file.</summary>
    public const int SavedNodes = 16;

    /// <summary>Bytes a second that strangers are answered with: ten times what a node of the public network is asked for.</summary>
    public const int AnswerRate = 32 * 1024;

    /// <summary>The least that can be set: three answers a second.</summary>
    public const int AnswerRateLeast = 1000;

    /// <summary>Between two searches for one torrent: nodes forget after half an hour to two hours, so one may fail.</summary>
    public static readonly TimeSpan SearchEvery = TimeSpan.FromMinutes(15);

    /// <summary>As above for one that lacks peers, the first time; doubles with each.</summary>
    public static readonly TimeSpan EagerFirst = TimeSpan.FromSeconds(30);

    /// <summary>Searches of a client at once: with the time that one takes, about the rate of queries that it may send.</summary>
    public const int SearchesAtOnce = 6;

    /// <summary>Peers that an answer names before nodes: to an unproven address over IPv6 all eight nodes would leave no room for one.</summary>
    public const int ValuesFirst = 4;

    /// <summary>Peers of an answer: what a packet holds beside the nodes.</summary>
    public const int ValuesMost = 100;

    /// <summary>Networks whose word about our own address is kept.</summary>
    public const int AddressVotes = 32;

    /// <summary>Networks that must agree on it: who holds three only of those that we happened to ask decides nothing.</summary>
    public const int VotesToWin = 4;

    /// <summary>Nodes of the other family taken of one answer, while our node there knows hardly anybody.</summary>
    public const int OfferedToSibling = 4;
}
