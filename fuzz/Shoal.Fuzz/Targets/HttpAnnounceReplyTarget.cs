using System.Buffers;
using System.Text;
using Shoal.Fuzz.Mutation;
using Shoal.Runtime;
using Shoal.Trackers.Messages;
using Shoal.Trackers.Messages.Http;

namespace Shoal.Fuzz.Targets;

/// <summary>Whatever a tracker answers, what is taken of it is within bounds, and says the same when it is written and read again.</summary>
public sealed class HttpAnnounceReplyTarget : FuzzTarget
{
    private const int MostPeers = 1000;
    private const int MostText = 300;

    public override string Name => "http-announce-reply";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[]
            {
                "8:intervali", "12:min intervali", "5:peers", "6:peers6", "5:peersl", "2:ip", "4:port", "7:peer id", "8:retry in", "5:never", "14:failure reason", "15:warning message",
                "10:tracker id", "8:completei", "10:incompletei", "11:external ip4:", "i0e", "i-1e", "i4611686018427387904e", "7:1.2.3.4", "3:::1", "9:localhost", "\u001b[31m", "\u202e",
            }.Select(Encoding.UTF8.GetBytes)];

    public override byte[]? Reshape(byte[] input, IChance chance) => BencodeReshaper.Reshape(input, [], chance);

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (!HttpAnnounceReply.TryRead(input.ToArray(), out var reply, out var reason))
        {
            Require(reply is null && reason.Length > 0, "a refusal has no reason");
            return;
        }

        Require(reply.Peers.Count <= MostPeers && reply.Peers.All(peer => peer.Port != 0), "too many peers, or one that cannot be dialled");
        Require(IsShown(reply.Failure) && IsShown(reply.Warning), "a text cannot be shown");
        Require(IsWithinADay(reply.Interval) && IsWithinADay(reply.MinInterval), "an interval is out of bounds");
        Require(reply.RetryIn is null || reply.RetryIn == Timeout.InfiniteTimeSpan || (reply.RetryIn > TimeSpan.Zero && reply.RetryIn <= TimeSpan.FromDays(7)), "a wait is out of bounds");
        Require(reply.Seeders is not < 0 && reply.Leechers is not < 0, "a count is negative");
        Require(reply.Failure is null || reply.Peers.Count == 0, "a failure has peers");
        CheckWritten(reply, output => HttpReplyWriter.WriteCompact(output, reply));
        CheckWritten(reply, output => HttpReplyWriter.WriteList(output, reply, ids: null));
    }

    private static void CheckWritten(AnnounceReply reply, Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        Require(HttpAnnounceReply.TryRead(output.WrittenMemory, out var again, out var reason), $"what was written is refused: {reason}");
        // A list holds both families in one, so of many it is cut where the other form is not.
        Require(reply.Peers.Count > MostPeers / 2 || again!.Peers.Order().SequenceEqual(reply.Peers.Order()), "the peers changed");
        Require(again! with { Peers = [] } == reply with { Peers = [] }, "a field changed");
    }

    private static bool IsShown(string? text) => text is null || (text.Length is > 0 and <= MostText && !text.Any(static c => char.IsControl(c) || c is '\u202e' or '\u200f'));

    private static bool IsWithinADay(TimeSpan? wait) => wait is null || (wait >= TimeSpan.FromSeconds(5) && wait <= TimeSpan.FromDays(1));
}
