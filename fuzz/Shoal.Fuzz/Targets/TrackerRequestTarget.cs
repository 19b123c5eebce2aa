using System.Buffers;
using System.Text;
using Shoal.Runtime;
using Shoal.TrackerServer;
using Shoal.TrackerServer.Http;
using Shoal.TrackerServer.Swarms;
using Shoal.Trackers.Messages.Http;

namespace Shoal.Fuzz.Targets;

/// <summary>Whatever a client sends to a tracker is answered, with bencoding where it asked a tracker's question, and the beginning of a request is never more than its whole.</summary>
public sealed class TrackerRequestTarget : FuzzTarget
{
    private const int MostPeers = 1000;

    private readonly Tracker _tracker = new(new SwarmStore(new StoreOptions { MostSwarms = 100, MostPeers = MostPeers }, new SeededChance(1)));
    private readonly Endpoint _from = Endpoint.FromBytes([1, 2, 3, 4], 5);

    public override string Name => "tracker-request";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[]
            {
                "GET ", " HTTP/1.1\r\n", " HTTP/1.0\r\n", "\r\n", "\r\n\r\n", "\n", "Connection: close\r\n", "Connection: keep-alive\r\n", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n",
                "http://h/announce?", "/announce?", "/scrape?", "/key/announce?", "/announce/key?", "Accept-Encoding: gzip;q=0, *\r\n", "&left=0", "&event=stopped", "&event=completed", "&compact=0", "&numwant=200", "&port=0", "info_hash=bbbbbbbbbbbbbbbbbbbb", "&peer_id=cccccccccccccccccccc",
            }.Select(Encoding.ASCII.GetBytes)];

    public override void Run(ReadOnlySpan<byte> input)
    {
        while (HttpRequest.Read(input, out var request, out var used) == HttpStatus.Ok && used > 0)
        {
            Require(HttpRequest.Read(input[..(used - 1)], out _, out var less) == HttpStatus.Ok && less == 0, "a part of a request is one");
            CheckAnswer(request);
            input = input[used..];
        }
    }

    private void CheckAnswer(in HttpRequest request)
    {
        var body = new ArrayBufferWriter<byte>();
        if (_tracker.Answer(request.Target, _from, TimeSpan.Zero, body) == HttpStatus.Ok)
        {
            var path = Encoding.Latin1.GetString(request.Target).Split('?')[0];
            var isScrape = path.EndsWith("/scrape", StringComparison.Ordinal) || (path.StartsWith("/scrape/", StringComparison.Ordinal) && !path.EndsWith("/announce", StringComparison.Ordinal));
            string? reason;
            Require(isScrape ? HttpScrapeReply.TryRead(body.WrittenMemory, out _, out reason) : HttpAnnounceReply.TryRead(body.WrittenMemory, out _, out reason), $"no client reads the answer: {reason}");
        }

        var statistics = _tracker.Statistics(0);
        Require(statistics.Seeders >= 0 && statistics.Leechers >= 0 && statistics.Seeders + statistics.Leechers <= MostPeers, "peers are not counted right");
    }
}
