using System.Net.Sockets;
using System.Text;
using Shoal.Net.Naming;

namespace Shoal.Fuzz.Targets;

/// <summary>
/// The input is what an answer holds behind the question, so that most inputs pass the check of the question: two bytes of flags, two of the count, records.
/// </summary>
public sealed class DnsAnswerTarget : FuzzTarget
{
    private const int Numbers = 4;

    public override string Name => "dns-answer";

    public override IReadOnlyList<byte[]> Words { get; } =
        [[0xc0, 12], [0xc0, 20], [0xc0, 37], [0xc0, 41], [0xff, 0xff], [0, 1, 0, 1], [0, 5, 0, 1], [0, 28, 0, 1], [0, 4], [0, 16], [0, 0], [7, .. Encoding.ASCII.GetBytes("tracker")], [3, .. Encoding.ASCII.GetBytes("org"), 0], [63], [64]];

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.Length < Numbers)
        {
            return;
        }

        var question = new DnsQuestion(0x1234, "tracker.example.org", input[0] % 2 == 0 ? DnsType.A : DnsType.Aaaa);
        Span<byte> asked = stackalloc byte[DnsQuestion.MaxLength];
        asked = asked[..question.Write(asked)];
        byte[] message = [.. asked, .. input[Numbers..]];
        message[2] = (byte)(0x80 | (input[0] & 0x02));
        message[3] = (byte)(input[1] & 0x8f);
        input[2..4].CopyTo(message.AsSpan(6));
        Check(DnsAnswer.Read(message, question), question);
        Check(DnsAnswer.Read(input, question), question);
    }

    private static void Check(DnsAnswer answer, DnsQuestion question)
    {
        Require((answer.Outcome == DnsOutcome.Failed) == (answer.Failure is { Length: > 0 }), "a failure has no reason, or something else has one");
        Require(answer.Addresses.Count <= 16 && (answer.Outcome == DnsOutcome.Answered || answer.Addresses.Count == 0), "there are addresses where none may be");
        Require(answer.Outcome != DnsOutcome.Answered || answer.Ttl >= TimeSpan.FromSeconds(30) && answer.Ttl <= TimeSpan.FromHours(1), "the time to live is out of bounds");
        var family = question.Type == DnsType.A ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        Require(answer.Addresses.All(address => address.AddressFamily == family), "an address has the wrong family");
    }
}
