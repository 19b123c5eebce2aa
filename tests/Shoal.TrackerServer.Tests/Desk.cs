using System.Buffers;
using System.Net;
using System.Text;
using Shoal.Runtime;
using Shoal.TrackerServer.Http;
using Shoal.TrackerServer.Swarms;
using Shoal.Trackers.Messages;
using Shoal.Trackers.Messages.Http;

namespace Shoal.TrackerServer.Tests;

/// <summary>A tracker without sockets, and clients that ask it by hand.</summary>
internal sealed class Desk(int mostSwarms = 100, int mostPeers = 1000, int seconds = 1800)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(30);

    private readonly SwarmStore _store = new(new StoreOptions { MostSwarms = mostSwarms, MostPeers = mostPeers, Interval = TimeSpan.FromSeconds(seconds) }, new SeededChance(1));
    private Tracker? _tracker;

    public Tracker Tracker => _tracker ??= new Tracker(_store) { Claims = new ClaimedAddresses(MayClaim) };

    /// <summary>Networks whose peers may name other addresses.</summary>
    public IReadOnlyList<IPNetwork> MayClaim { get; init; } = [];

    public TimeSpan Now { get; set; } = TimeSpan.FromHours(10);

    public static Endpoint At(string text) => Endpoint.TryParse(text, out var endpoint) ? endpoint : throw new ArgumentException(text);

    /// <summary>A peer whose id is made of its address announces; what the tracker answers.</summary>
    public AnnounceReply Announce(string address, long left, string more = "", char torrent = 't', string? id = null)
    {
        var peer = At(address);
        var query = $"info_hash={new string(torrent, 20)}&peer_id={Id(id ?? address)}&port={peer.Port}&left={left}{more}";
        // The port of a connection is any but the one that the peer listens on.
        Assert.True(HttpAnnounceReply.TryRead(Encoding.Latin1.GetBytes(Ask("/announce?" + query, peer.WithPort(50000))), out var reply, out var reason), reason);
        return reply;
    }

    public ScrapeCounts Scrape(char torrent = 't')
    {
        Assert.True(HttpScrapeReply.TryRead(Encoding.Latin1.GetBytes(Ask($"/scrape?info_hash={new string(torrent, 20)}", At("9.9.9.9:9"))), out var reply, out var reason), reason);
        return Assert.Single(reply.Swarms).Value;
    }

    public string Ask(string target, Endpoint from, HttpStatus expected = HttpStatus.Ok)
    {
        var body = new ArrayBufferWriter<byte>();
        Assert.Equal(expected, Tracker.Answer(Encoding.Latin1.GetBytes(target), from, Now, body));
        return Encoding.Latin1.GetString(body.WrittenSpan);
    }

    /// <summary>Forgets what is old, everywhere.</summary>
    public void Sweep()
    {
        while (!_store.SweepSome(Now, most: 7))
        {
        }
    }

    /// <summary>Addresses in their order.</summary>
    public static string[] Peers(AnnounceReply reply) => [.. reply.Peers.Order().Select(peer => peer.ToString())];

    private static string Id(string text) => string.Concat(text.PadRight(20, '-').Take(20).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? $"{c}" : $"%{(int)c:x2}"));
}
