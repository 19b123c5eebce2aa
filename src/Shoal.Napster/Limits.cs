namespace Shoal.Napster;

/// <summary>The bounds of the Napster server and client.</summary>
internal static class Limits
{
    /// <summary>The longest first message of a client: by it the order of bytes is known. Logins have under 200 bytes.</summary>
    public const int FirstPayload = 1024;

    /// <summary>The longest message of a client, as the old servers had it; longer ones end the connection.</summary>
    public const int Payload = 2048;

    /// <summary>The longest list of shared files in one message: as long as a length can tell, since it is read at once and not kept.</summary>
    public const int BatchPayload = ushort.MaxValue;

    /// <summary>What is read of one client at a time: a whole message of any length, and some more.</summary>
    public const int Input = 2 * 65536;

    /// <summary>What may wait of a client whose last message is not answered yet; then it is read no further.</summary>
    public const int WaitingInput = 65536;

    /// <summary>What may wait for a client that does not read. A browse is sent in parts, so that only who stops reading comes so far.</summary>
    public const int SendQueue = 1 << 20;

    /// <summary>More of a long answer is written when less than this waits.</summary>
    public const int SendWatermark = 128 << 10;

    /// <summary>Buffers kept for the next clients that are written to.</summary>
    public const int SpareBuffers = 64;

    /// <summary>A buffer that has grown longer is not kept.</summary>
    public const int SpareBufferLength = 256 << 10;

    /// <summary>The longest path of a shared file.</summary>
    public const int PathLength = 1024;

    /// <summary>The longest token by which files that are the same find each other: 32 digits, and a length that some clients put behind.</summary>
    public const int TokenLength = 64;

    /// <summary>The longest description of a client program.</summary>
    public const int ClientLength = 64;

    /// <summary>The longest password.</summary>
    public const int PasswordLength = 128;

    /// <summary>The longest e-mail address.</summary>
    public const int EmailLength = 128;

    /// <summary>Changes of one client that may wait for the catalog; then it is read no further until they are written.</summary>
    public const int WaitingChanges = 5000;

    /// <summary>Changes written as one: more makes all of them wait for longer than they gain.</summary>
    public const int BatchChanges = 5000;

    /// <summary>Rows of a browse that are read at a time.</summary>
    public const int BrowseRows = 500;

    /// <summary>Bans of one channel: each is looked at when somebody joins.</summary>
    public const int ChannelBans = 200;

    /// <summary>The longest ban of a channel: a nick, "!" and an address of IPv6.</summary>
    public const int BanMaskLength = 65;

    /// <summary>Operators that a registered channel keeps.</summary>
    public const int ChannelOperators = 100;

    /// <summary>The highest limit of users that a channel may have.</summary>
    public const int ChannelLimit = ushort.MaxValue;

    /// <summary>Invitations into one channel that are remembered; then the oldest is forgotten.</summary>
    public const int Invitations = 100;

    /// <summary>Users that one message makes operators, or takes that from: each is told to all operators.</summary>
    public const int RanksAtATime = 8;

    /// <summary>How long a stranger may take until it has logged in.</summary>
    public static readonly TimeSpan LoginPatience = TimeSpan.FromSeconds(60);

    /// <summary>How often those who have not logged in are looked at.</summary>
    public static readonly TimeSpan SweepPause = TimeSpan.FromSeconds(5);

    /// <summary>Every client hears of the figures so often.</summary>
    public static readonly TimeSpan StatisticsPause = TimeSpan.FromSeconds(60);

    /// <summary>Passwords known to be right without a long hash, 100 bytes each; then it begins anew.</summary>
    public const int KnownPasswords = 100_000;

    /// <summary>Users without an account get numbers from here on: accounts never come so far.</summary>
    public const int FirstGuest = 2_000_000_000;

    /// <summary>How long until a batch is written again that could not be.</summary>
    public static readonly TimeSpan WritePause = TimeSpan.FromSeconds(5);

    /// <summary>The longest name of a saved search.</summary>
    public const int WishName = 64;

    /// <summary>Data ports that are tried at once, and that wait for it: more users than that come in a moment only after a restart, and are taken at their word then.</summary>
    public const int PortChecks = 64;

    /// <inheritdoc cref="PortChecks"/>
    public const int WaitingPortChecks = 10_000;

    /// <summary>How long a data port may take to answer.</summary>
    public static readonly TimeSpan PortCheckPatience = TimeSpan.FromSeconds(8);

    /// <summary>How long until the same port is tried again because others complain.</summary>
    public static readonly TimeSpan PortCheckPause = TimeSpan.FromMinutes(1);

    /// <summary>Strangers at our data port who have not said what they want.</summary>
    public const int DataStrangers = 64;

    /// <summary>Of them, from one address: more are behind a shared line at most.</summary>
    public const int DataStrangersOfOne = 8;

    /// <summary>How long they may take to say it.</summary>
    public static readonly TimeSpan DataPatience = TimeSpan.FromSeconds(15);

    /// <summary>A request and its fields: the longest path, a nick and two numbers.</summary>
    public const int DataText = 2048;

    /// <summary>A nick of another server, which may be longer than ours are.</summary>
    public const int DataNick = 64;

    /// <summary>An error that a peer says in place of data; the rest is not read.</summary>
    public const int DataRefusal = 200;

    /// <summary>Requests and numbers have no end mark. So long after the last byte they count as whole: longer than two halves of one are ever apart, and not to be noticed.</summary>
    public static readonly TimeSpan DataSettle = TimeSpan.FromMilliseconds(250);

    /// <summary>Who is connected to says "1" at once; some never do, and are asked after this.</summary>
    public static readonly TimeSpan DataGreeting = TimeSpan.FromSeconds(4);

    /// <summary>How long a connection to a peer may take.</summary>
    public static readonly TimeSpan DataDial = TimeSpan.FromSeconds(20);

    /// <summary>How long a peer may think about a request, its disk waking up, and how long a transfer may stand still.</summary>
    public static readonly TimeSpan DataSilence = TimeSpan.FromSeconds(60);

    /// <summary>How often transfers tell how far they are, and look whether they stand still.</summary>
    public static readonly TimeSpan DataTick = TimeSpan.FromSeconds(1);

    /// <summary>Bytes that a download gathers before they are hashed and written: larger chunks won nothing, smaller ones wake the worker more often.</summary>
    public const int ChunkLength = 256 * 1024;

    /// <summary>Chunks that one download fills ahead of the disk; then it is read no further.</summary>
    public const int ChunksAhead = 8;

    /// <summary>Files of one peer's list; more than anybody looks through.</summary>
    public const int BrowseLines = 500_000;

    /// <summary>Chunks kept for the next downloads.</summary>
    public const int SpareChunks = 32;

    /// <summary>Bytes that one upload sends before others of its loop have their turn.</summary>
    public const int UploadTurn = 1 << 20;

    /// <summary>Bytes that a limited transfer takes of its rate at a time: what a bucket always holds.</summary>
    public const int RateStep = 16 * 1024;

    /// <summary>Bytes of a file that a worker has read from the disk ahead of an upload, so that the loop does not wait for them.</summary>
    public const int ReadAhead = 8 << 20;

    /// <summary>A page of each such run of it is touched, which waits for the run.</summary>
    public const int ReadAheadStep = 64 * 1024;

    /// <summary>What is fetched again of a file that goes on, to see that it is the same: an old peer's advice is 4 KiB.</summary>
    public const int Overlap = 16 * 1024;

    /// <summary>How far a file is cut back whose end differs from the peer's; four times as far when it differs again.</summary>
    public const long StepBack = 1 << 20;

    /// <summary>Bytes after which a download is synced to the disk and its record says so: what a power cut may cost.</summary>
    public const long SyncEvery = 256 << 20;

    /// <summary>The longest name of a fetched file in bytes, with room for the number of a twin and the endings of its partial file.</summary>
    public const int FetchedName = 220;

    /// <summary>Files of one name in a folder; then another name must be chosen.</summary>
    public const int Twins = 1000;

    /// <summary>The record of a partial file: a path, a nick and a few numbers.</summary>
    public const int PartRecord = 8192;

    /// <summary>Bans at a time, some 300 bytes each; the server itself bans no more addresses then.</summary>
    public const int Bans = 20_000;

    /// <summary>Bans that are not of one address alone: each is looked at when somebody comes.</summary>
    public const int BanPatterns = 2000;

    /// <summary>The longest ban: a nick or a pattern of one, "!" and an address of IPv6 with its length.</summary>
    public const int BanTargetLength = 96;

    /// <summary>The longest ban in time, that no sum overflows.</summary>
    public static readonly TimeSpan BanLongest = TimeSpan.FromDays(36_500);

    /// <summary>The longest reason, in characters.</summary>
    public const int ReasonLength = 200;

    /// <summary>The longest name of a host (RFC 1035 §2.3.4).</summary>
    public const int HostLength = 255;

    /// <summary>Marked users that an operator is told of.</summary>
    public const int MarkedRows = 500;

    /// <summary>Programs that are told of by how many use them: more are made up.</summary>
    public const int ClientTally = 1000;

    /// <summary>Users remembered who went, some 200 bytes each.</summary>
    public const int Departures = 1000;

    /// <summary>How long an account that was taken can be given back.</summary>
    public static readonly TimeSpan NukedKept = TimeSpan.FromDays(90);

    /// <summary>Places for addresses of which something is counted: 400 KiB for each thing.</summary>
    public const int Sources = 16 * 1024;

    /// <summary>How long wrong passwords of one address are added up.</summary>
    public static readonly TimeSpan FailureWindow = TimeSpan.FromMinutes(10);

    /// <summary>Who sends too fast waits so much longer than it must: then some messages go at once, and what waits behind them is not moved for each.</summary>
    public static readonly TimeSpan FloodPause = TimeSpan.FromSeconds(1);

    /// <summary>A queue of thousands of requests is gone by then; who still sends too fast means no good.</summary>
    public static readonly TimeSpan FloodPatience = TimeSpan.FromMinutes(5);

    /// <summary>How often files are forgotten that nobody shared for long.</summary>
    public static readonly TimeSpan ForgetPause = TimeSpan.FromHours(1);

    /// <summary>How often a search goes on that a page did not end: each takes a few milliseconds at most.</summary>
    public const int MorePages = 8;

    // What a client shares.

    /// <summary>The longest part of a shared name: as long as Linux lets a file's be.</summary>
    public const int NamePartLength = 255;

    /// <summary>The longest name of a shared folder: a file's part and a number fit behind it within <see cref="PathLength"/>.</summary>
    public const int FolderNameLength = PathLength - NamePartLength - 20;

    /// <summary>What is kept whole at the end of a name that is cut, as programs go by it.</summary>
    public const int ExtensionLength = 16;

    /// <summary>Files or folders that would have one name: each is looked up anew.</summary>
    public const int SameNames = 1000;

    /// <summary>Folders within folders, as in a torrent.</summary>
    public const int ShareDepth = 100;

    /// <summary>Shared files that are read at a time.</summary>
    public const int ShareRows = 1000;

    /// <summary>Bytes of a file that are read at once: sixteen leaves, which are hashed together, and they stay in the core's own cache until then.</summary>
    public const int HashPart = 16 * 16384;

    /// <summary>Parts of one file that may be read and not hashed yet, where other threads help.</summary>
    public const int HashParts = 8;

    /// <summary>Files that wait for a thread: enough that none waits for the database, for whatever small files.</summary>
    public const int WaitingFiles = 256;

    /// <summary>What is found out is written so often: what was hashed since is hashed again after a kill. Without fsync it costs little.</summary>
    public static readonly TimeSpan ShareCommitPause = TimeSpan.FromSeconds(1);

    /// <summary>Who watches a scan is told so often.</summary>
    public static readonly TimeSpan ScanProgressPause = TimeSpan.FromMilliseconds(100);

    /// <summary>A file changed so shortly before it was read may change again without another time: file systems count in steps of up to two seconds (FAT).</summary>
    public static readonly TimeSpan FileTimeStep = TimeSpan.FromSeconds(2);

    /// <summary>How long a client waits until a server or another client is connected to.</summary>
    public static readonly TimeSpan DialPatience = TimeSpan.FromSeconds(15);

    /// <summary>How long after a login a server may take to say what it is; then it is taken for one that does not say.</summary>
    public static readonly TimeSpan GreetingPatience = TimeSpan.FromSeconds(3);

    /// <summary>The longest pause, and half of it, until a client comes again to a server.</summary>
    public static readonly TimeSpan ReconnectLongest = TimeSpan.FromMinutes(2);

    /// <summary>How long a server may be silent to a question: the old ones search linked servers for as long as that.</summary>
    public static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(60);

    /// <summary>Questions of one client that wait for their turn.</summary>
    public const int WaitingQuestions = 1000;

    /// <summary>Hits of one search that a client keeps, whatever a server sends.</summary>
    public const int HitsKept = 10_000;

    /// <summary>Rows of one list that a client keeps: more files than that are seen by browsing directly.</summary>
    public const int RowsKept = 100_000;

    /// <summary>Files that wait to be fetched.</summary>
    public const int Downloads = 10_000;

    /// <summary>Downloads that are asked for, queued or under way: each has a file open.</summary>
    public const int OpenDownloads = 64;

    /// <summary>Tries that bring nothing, one after the other, until a download is given up: some four days of them.</summary>
    public const int DownloadTries = 200;

    /// <summary>The pause after the first try that brought nothing; each later one doubles it.</summary>
    public static readonly TimeSpan RetryFirst = TimeSpan.FromSeconds(5);

    /// <inheritdoc cref="RetryFirst"/>
    public static readonly TimeSpan RetryLongest = TimeSpan.FromMinutes(30);

    /// <summary>How long an owner may take to say yes or no: some servers say nothing when he cannot.</summary>
    public static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(45);

    /// <summary>So long an owner is asked for nothing else: who answers does so by then.</summary>
    public static readonly TimeSpan AskedAlone = TimeSpan.FromSeconds(3);

    /// <summary>How long an owner may take to connect to us.</summary>
    public static readonly TimeSpan PushPatience = TimeSpan.FromSeconds(60);

    /// <summary>How often who stands in a queue asks again: as the clients of that time do.</summary>
    public static readonly TimeSpan QueueAskPause = TimeSpan.FromSeconds(60);

    /// <summary>Times that nobody answers him until he leaves the queue.</summary>
    public const int UnansweredAsks = 3;

    /// <summary>Uploads that wait or are under way, and those of one user.</summary>
    public const int UploadsWaiting = 500;

    /// <inheritdoc cref="UploadsWaiting"/>
    public const int UploadsOfOne = 50;

    /// <summary>Slots that one user has at a time.</summary>
    public const int SlotsOfOne = 1;

    /// <summary>How long a slot is kept for who was offered it.</summary>
    public static readonly TimeSpan OfferPatience = TimeSpan.FromSeconds(45);

    /// <summary>Who does not ask again for so long has left the queue.</summary>
    public static readonly TimeSpan UploadAskPatience = TimeSpan.FromMinutes(5);

    /// <summary>How often the queue is looked over.</summary>
    public static readonly TimeSpan UploadSweep = TimeSpan.FromSeconds(5);

    /// <summary>Changes of what is shared that are read at a time.</summary>
    public const int AnnouncedRows = 500;

    /// <summary>How often what is shared is looked at for changes.</summary>
    public static readonly TimeSpan ShareLook = TimeSpan.FromSeconds(2);

    /// <summary>The longest tag of a file that others are told, in characters: three of them, a path and the numbers go into one message.</summary>
    public const int TagLength = 100;

    /// <summary>Lists that are asked for at once, and users at a time who may fetch ours.</summary>
    public const int DirectBrowses = 20;

    /// <summary>Searches that one client keeps: as many as our server keeps for one user.</summary>
    public const int Wishes = 50;

    /// <summary>Files that a kept search remembers having told of.</summary>
    public const int WishSeen = 10_000;

    /// <summary>How often a server is asked that does not keep searches: seldom, since each is work for it.</summary>
    public static readonly TimeSpan WishPause = TimeSpan.FromMinutes(10);

    /// <summary>The longest file of state that is read: ten thousand downloads have some four million bytes.</summary>
    public const int StateFileLength = 64 << 20;

    // What is read of a sound file's header.

    /// <summary>Reads of one file: a hostile one is no more than some thousand small ones.</summary>
    public const int AudioReads = 4000;

    /// <summary>Bytes read of one file.</summary>
    public const int AudioBytes = 2 << 20;

    /// <summary>Bytes of tags that are read at once: texts come before pictures, as a rule, and pictures are long.</summary>
    public const int AudioTagBytes = 256 << 10;

    /// <summary>ID3v2 tags one behind the other; a second one comes of programs that do not see the first.</summary>
    public const int AudioTags = 4;

    /// <summary>How far the first frame of MPEG audio is looked for: some programs leave kilobytes of zeros behind a tag.</summary>
    public const int AudioSync = 128 << 10;

    /// <summary>Frames that must follow one of MPEG audio: bytes that look like one are met each few thousand bytes.</summary>
    public const int AudioFollowers = 3;

    /// <summary>Frames of MPEG audio whose bitrates are added up where nobody tells of their number: some ten seconds.</summary>
    public const int AudioFrames = 400;

    /// <summary>Blocks of metadata in FLAC.</summary>
    public const int AudioBlocks = 200;

    /// <summary>Pages of Ogg until the tags are read.</summary>
    public const int AudioPages = 50;

    /// <summary>Boxes of MP4.</summary>
    public const int AudioBoxes = 1000;
}
