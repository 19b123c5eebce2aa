using System.Buffers;
using System.Text;
using Shoal.Fuzz.Mutation;
using Shoal.Runtime;
using Shoal.Trackers.Messages.Http;

namespace Shoal.Fuzz.Targets;

/// <summary>Whatever a tracker answers to a scrape, what is taken of it is within bounds, and says the same when it is written and read again.</summary>
public sealed class HttpScrapeReplyTarget : FuzzTarget
{
    public override string Name => "http-scrape-reply";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[] { "d5:filesd", "20:xxxxxxxxxxxxxxxxxxxx", "8:completei", "10:downloadedi", "10:incompletei", "i-1e", "i99999999999e", "14:failure reason", "5:flagsd20:min_request_intervali" }
            .Select(Encoding.ASCII.GetBytes)];

    public override byte[]? Reshape(byte[] input, IChance chance) => BencodeReshaper.Reshape(input, [], chance);

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (!HttpScrapeReply.TryRead(input.ToArray(), out var reply, out var reason))
        {
            Require(reply is null && reason.Length > 0, "a refusal has no reason");
            return;
        }

        Require(reply.Swarms.Count <= HttpScrape.HashesAtOnce, "too many swarms");
        Require(reply.Swarms.Values.All(static counts => counts is { Seeders: >= 0, Completed: >= 0, Leechers: >= 0 }), "a count is negative");
        var output = new ArrayBufferWriter<byte>();
        HttpReplyWriter.WriteScrape(output, reply);
        Require(HttpScrapeReply.TryRead(output.WrittenMemory, out var again, out reason), $"what was written is refused: {reason}");
        Require(string.Equals(again!.Failure, reply.Failure, StringComparison.Ordinal) && again.Swarms.OrderBy(swarm => swarm.Key).SequenceEqual(reply.Swarms.OrderBy(swarm => swarm.Key)), "it changed");
    }
}
