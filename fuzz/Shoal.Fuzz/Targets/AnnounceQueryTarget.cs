using System.Text;
using Shoal.Trackers.Messages;
using Shoal.Trackers.Messages.Http;

namespace Shoal.Fuzz.Targets;

/// <summary>An announce or a scrape that a tracker takes says the same when it is written and read again; one that it refuses gets a sentence.</summary>
public sealed class AnnounceQueryTarget : FuzzTarget
{
    public override string Name => "announce-query";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[]
            {
                "info_hash=", "&info_hash=aaaaaaaaaaaaaaaaaaaa", "&peer_id=", "&peer_id=bbbbbbbbbbbbbbbbbbbb", "&port=", "&port=65536", "&left=", "&left=-1", "&left=18446744073709551615", "&uploaded=",
                "&downloaded=", "&event=stopped", "&event=completed", "&numwant=", "&numwant=-1", "&compact=0", "&no_peer_id=1", "&key=", "&trackerid=", "&ip=1.2.3.4", "%", "%2", "%00", "%FF", "+", "&", "=",
            }.Select(Encoding.ASCII.GetBytes)];

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (AnnounceQuery.TryParse(input, out var query, out var reason))
        {
            Require(query.Request is { Uploaded: >= 0, Downloaded: >= 0, Left: >= 0 } and { Wanted: null or >= 0 }, "an amount is negative");
            var url = HttpAnnounce.UrlOf("http://t/announce", query.Request);
            Require(AnnounceQuery.TryParse(Query(url), out var again, out reason), $"what was written is refused: {reason}");
            Require(again!.Request == (query.Request.Event == AnnounceEvent.Stopped ? query.Request with { Wanted = 0 } : query.Request), "the announce changed");
        }
        else
        {
            Require(query is null && IsSentence(reason), "a refusal has no sentence");
        }

        if (ScrapeQuery.TryParse(input, out var hashes, out reason))
        {
            Require(hashes.Count is > 0 and <= HttpScrape.HashesAtOnce, "the number of hashes is out of bounds");
            var url = HttpScrape.UrlOf("http://t/announce", hashes);
            Require(url is not null && ScrapeQuery.TryParse(Query(url), out var again, out _) && again.SequenceEqual(hashes), "the scrape changed");
        }
        else
        {
            Require(hashes is null && IsSentence(reason), "a refusal has no sentence");
        }
    }

    private static byte[] Query(string url) => Encoding.ASCII.GetBytes(url[(url.IndexOf('?', StringComparison.Ordinal) + 1)..]);

    private static bool IsSentence(string? reason) => reason?.Length is > 0 and < 400 && !reason.Any(char.IsControl);
}
