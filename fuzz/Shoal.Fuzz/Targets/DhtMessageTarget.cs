using System.Text;
using Shoal.Bencoding.Oracle;
using Shoal.Dht.Messages;
using Shoal.Dht.Oracle;
using Shoal.Fuzz.Mutation;
using Shoal.Runtime;

namespace Shoal.Fuzz.Targets;

/// <summary>Packets of the DHT: the reader finds what a slow reader by the letter finds, or is as silent, and what is written of it again is canonical and says the same.</summary>
public sealed class DhtMessageTarget : FuzzTarget
{
    private readonly KrpcReader _reader = new();
    private readonly KrpcReader _other = new();
    private readonly byte[] _refusal = new byte[Dht.Limits.SentLength];

    public override string Name => "dht-message";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[]
            {
                "1:y1:q", "1:y1:r", "1:y1:e", "2:roi1e", "2:ip6:", "1:v4:", "1:eli203e", "4:wantl2:n42:n6e", "6:valuesl", "6:values", "5:nodes26:", "6:nodes638:", "5:token", "4:porti6881e",
                "12:implied_porti1e", "9:info_hash20:", "6:target20:", "2:id20:", "4:seedi1e", "6:scrapei1e", "6:noseedi1e", "4:BFsd256:", "4:BFpe256:", "13:announce_peer", "4:ping",
            }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>Keys and values for where one of them may stand.</summary>
    private static IReadOnlyList<byte[]> Parts { get; } =
        [.. new[]
            {
                "t", "y", "q", "r", "e", "a", "v", "ip", "ro", "id", "target", "info_hash", "token", "port", "implied_port", "seed", "scrape", "noseed", "want", "n4", "n6", "nodes", "nodes6", "values", "BFsd",
                "BFpe", "ping", "find_node", "get_peers", "announce_peer", "sample_infohashes",
            }.Select(Encoding.ASCII.GetBytes), .. new[] { 4, 6, 16, 18, 19, 21, 26, 33, 38, 40, 41, 76, 78, 255, 256 }.Select(static length => Enumerable.Range(1, length).Select(static i => (byte)i).ToArray())];

    public override byte[]? Reshape(byte[] input, IChance chance) => BencodeReshaper.Reshape(input, Parts, chance);

    public override void Run(ReadOnlySpan<byte> input)
    {
        var expected = NaiveKrpc.Read(input.ToArray());
        var isRead = _reader.TryRead(input, out var message);
        Require(isRead == expected is not null, isRead ? "silence would be the answer" : "it is met with silence");
        if (!isRead)
        {
            return;
        }

        var text = KrpcText.Of(message);
        Require(string.Equals(text, expected, StringComparison.Ordinal), $"it says something else: {text} and not {expected}");
        Require(message.Fault == KrpcErrorCode.None == message.FaultText.IsEmpty, "a fault has no reason, or a reason no fault");
        var refusal = new KrpcError { TransactionId = message.TransactionId, Code = KrpcErrorCode.Protocol, Text = message.FaultText };
        Require(KrpcWriter.TryWrite(_refusal, refusal, out _), "a refusal does not fit");
        if (Rewriting.Of(message) is { } written)
        {
            Require(NaiveBencode.Decode(written, strict: true, 4)?.Used == written.Length, "what is written is not canonical");
            Require(_other.TryRead(written, out var again) && Rewriting.Of(again).AsSpan().SequenceEqual(written), "what is written is not what was read");
            Require(again.Id == message.Id && again.Target == message.Target, "an id has changed");
        }
    }
}
