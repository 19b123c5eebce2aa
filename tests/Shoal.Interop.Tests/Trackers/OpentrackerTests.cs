using System.Globalization;
using System.Net;
using Shoal.Interop.Tests.Programs;
using Shoal.Metainfo;
using Shoal.Net.Sockets.Epoll;
using Shoal.Net.Sockets.Names;
using Shoal.Peers;
using Shoal.Runtime;
using Shoal.Runtime.Real;
using Shoal.Trackers.Announcing;
using Shoal.Trackers.Http;

namespace Shoal.Interop.Tests.Trackers;

/// <summary>Announces and scrapes through a tracker of others.</summary>
public sealed class OpentrackerTests : IDisposable
{
    private static readonly InfoHashes Hybrid = new(new Sha1Hash("aaaaaaaaaaaaaaaaaaaa"u8), new Sha256Hash("bbbbbbbbbbbbbbbbbbbbcccccccccccc"u8));
    private static readonly InfoHashes V1 = Hybrid with { V2 = null };

    private readonly Sandbox _sandbox = new();
    private readonly EpollLoop _loop = new(SystemClock.Instance, "test", _ => { });
    private readonly SystemNames _names = new();
    private readonly HttpExchange _exchange;
    private readonly Announcer _announcer;

    public OpentrackerTests()
    {
        _exchange = new HttpExchange(_names);
        _announcer = new Announcer(
            new AnnouncerWorld { Loop = _loop, Transport = new EpollTransport(), Names = _names, Exchange = _exchange, Chance = new SeededChance(1), Secrets = new SystemSecrets() }, new AnnouncerOptions());
    }

    public void Dispose()
    {
        On(_announcer.Dispose);
        _exchange.Dispose();
        _loop.Dispose();
        _names.Dispose();
        _sandbox.Dispose();
    }

    [Theory]
    [InlineData("http", "127.0.0.1", true)]
    [InlineData("udp", "127.0.0.1", true)]
    [InlineData("http", "localhost", true)]
    [InlineData("udp", "localhost", false)]
    public void Two_peers_find_each_other_count_and_leave(string scheme, string host, bool isHybrid)
    {
        var tracker = new Opentracker(_sandbox, Hybrid.V1!.Value.ToString(), Hybrid.V2Truncated!.Value.ToString());
        var url = $"{scheme}://{host}:{tracker.Port.ToString(CultureInfo.InvariantCulture)}/announce";
        var (one, other) = (Add(url, isHybrid, 'a', 0), Add(url, isHybrid, 'b', 1000));
        On(one.Announcer.Start);
        Eventually.Is("the seed to be known", () => one.Shown.Status == TrackerStatus.Working, () => one.Shown.ToString());
        On(other.Announcer.Start);
        Eventually.Is("the leecher to hear of the seed", () => other.Peers.Contains("127.0.0.1:1000"), () => other.Shown.ToString());
        Eventually.Is("the leecher to be told", () => other.Shown is { Status: TrackerStatus.Working, Seeders: 1, Leechers: 1 }, () => other.Shown.ToString());
        On(other.Finish);
        Eventually.Is("the leecher to be a seed", () =>
        {
            // Anew, since a torrent scrapes only once a minute.
            var looker = Add(url, isHybrid, 'c', 5);
            On(looker.Announcer.Start);
            On(looker.Announcer.Scrape);
            Eventually.Is("the scrape", () => looker.Shown.Completed is not null, () => looker.Shown.ToString());
            var isSeed = looker.Shown is { Seeders: 2, Completed: 1 };
            looker.Stop();
            return isSeed;
        });
        one.Stop();
        other.Stop();
        var last = Add(url, isHybrid, 'd', 5);
        On(last.Announcer.Start);
        Eventually.Is("the last to be alone", () => last.Shown is { Status: TrackerStatus.Working, Seeders: 0, Leechers: 1 }, () => last.Shown.ToString());
        last.Stop();
    }

    [Theory]
    [InlineData("http", "refuses: Requested download is not authorized for use with this tracker.")]
    [InlineData("udp", "answered, but the answer has 8 bytes, and an announce's has 20 at least")]
    public void A_torrent_that_it_does_not_serve_is_refused_in_its_words(string scheme, string words)
    {
        var tracker = new Opentracker(_sandbox, Hybrid.V1!.Value.ToString());
        var peer = Add($"{scheme}://127.0.0.1:{tracker.Port.ToString(CultureInfo.InvariantCulture)}/announce", isHybrid: false, 'a', 5, new(new Sha1Hash("zzzzzzzzzzzzzzzzzzzz"u8), null));
        On(peer.Announcer.Start);
        Eventually.Is("the refusal", () => peer.Shown.Status == TrackerStatus.Failing, () => peer.Shown.ToString());
        Assert.Equal(words, peer.Shown.LastError);
        peer.Stop();
    }

    private PeerOfTest Add(string url, bool isHybrid, char name, long left, InfoHashes? hashes = null)
    {
        var peer = new PeerOfTest(this, left);
        var id = new byte[20];
        Array.Fill(id, (byte)name);
        On(() => peer.Announcer = _announcer.Add(new AnnouncedTorrent
        {
            InfoHashes = hashes ?? (isHybrid ? Hybrid : V1),
            PeerId = new PeerId(id),
            Port = (ushort)(name == 'a' ? 1000 : name),
            Tiers = [[url]],
            Stats = () => peer.Stats,
            Handler = peer,
        }));
        return peer;
    }

    private void On(Action call)
    {
        using var done = new ManualResetEventSlim();
        _loop.Post(() =>
        {
            call();
            done.Set();
        });
        Assert.True(done.Wait(Eventually.Patience));
    }

    private sealed class PeerOfTest(OpentrackerTests test, long left) : IAnnounceHandler
    {
        private readonly List<string> _peers = [];

        public TorrentAnnouncer Announcer { get; set; } = null!;

        public AnnounceStats Stats { get; private set; } = new(0, 0, left);

        public TrackerSnapshot Shown
        {
            get
            {
                TrackerSnapshot? shown = null;
                test.On(() => shown = Announcer.Snapshot()[0]);
                return shown!;
            }
        }

        public IReadOnlyList<string> Peers
        {
            get
            {
                string[] peers = [];
                test.On(() => peers = [.. _peers]);
                return peers;
            }
        }

        public void Finish()
        {
            Stats = Stats with { Left = 0 };
            Announcer.Complete();
        }

        public void Stop()
        {
            var done = false;
            test.On(() => Announcer.Stop(() => Volatile.Write(ref done, true)));
            Eventually.Is("the stop", () => Volatile.Read(ref done));
        }

        public void OnPeers(string shownTracker, IReadOnlyList<Endpoint> peers) => _peers.AddRange(peers.Select(peer => peer.ToString()));

        public void OnExternalAddress(IPAddress address)
        {
        }
    }
}
