using Shoal.Net.Naming;

namespace Shoal.Net.Tests.Naming;

public sealed class DnsAnswerTests
{
    private static readonly DnsQuestion Question = new(0x1234, "tracker.example.org", DnsType.A);

    private static byte[] Asked => Ask(Question);

    /// <summary>RFC 1035 §4.1.4: F.ISI.ARPA at 20, FOO by a pointer to it at 40, ARPA by a pointer into it at 64, the root at 92.</summary>
    [Fact]
    public void Names_of_the_RFCs_own_example_are_read()
    {
        var message = new byte[100];
        byte[] whole = [1, (byte)'F', 3, (byte)'I', (byte)'S', (byte)'I', 4, (byte)'A', (byte)'R', (byte)'P', (byte)'A', 0];
        whole.CopyTo(message, 20);
        byte[] foo = [3, (byte)'F', (byte)'O', (byte)'O', 0xc0, 20];
        foo.CopyTo(message, 40);
        byte[] arpa = [0xc0, 26];
        arpa.CopyTo(message, 64);
        foreach (var (at, expected, length) in new[] { (20, "f.isi.arpa", 12), (40, "foo.f.isi.arpa", 6), (64, "arpa", 2), (92, "", 1) })
        {
            var place = at;
            Assert.True(DnsName.TryRead(message, ref place, out var name));
            Assert.Equal(expected, name);
            Assert.Equal(at + length, place);
        }
    }

    [Fact]
    public void A_question_is_written_as_the_RFC_says()
    {
        byte[] expected = [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 7, .. "tracker"u8, 7, .. "example"u8, 3, .. "org"u8, 0, 0, 1, 0, 1];
        Assert.Equal(expected, Asked);
    }

    [Fact]
    public void Aliases_lead_to_the_addresses_whatever_their_order()
    {
        var real = Dns.Name("real.example.net");
        var answer = Read(Dns.Answer(Asked, 0,
            Dns.Record(real, 1, 500, [10, 0, 0, 1]),
            Dns.Record(Dns.Name("stranger.example.net"), 1, 500, [10, 0, 0, 9]),
            Dns.Record(Dns.Name("middle.example.net"), 5, 90, real),
            Dns.Record([0xc0, 12], 5, 700, Dns.Name("MIDDLE.example.net"))));
        Assert.Equal(DnsOutcome.Answered, answer.Outcome);
        Assert.Equal(["10.0.0.1"], answer.Addresses.Select(a => a.ToString()));
        Assert.Equal(TimeSpan.FromSeconds(90), answer.Ttl);
    }

    [Theory]
    [InlineData(0u, 30)]
    [InlineData(31u, 31)]
    [InlineData(uint.MaxValue, 3600)]
    public void A_time_to_live_is_kept_within_bounds(uint seconds, int expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), Read(Dns.Addresses(Asked, seconds, "10.0.0.1")).Ttl);

    [Fact]
    public void What_does_not_repeat_the_question_is_foreign()
    {
        var good = Dns.Addresses(Asked, 60, "10.0.0.1");
        Assert.Equal(DnsOutcome.Answered, Read(good).Outcome);
        Assert.Equal(DnsOutcome.Foreign, Read(Asked).Outcome);
        Assert.Equal(DnsOutcome.Foreign, Read(Changed(good, 0, 0x13)).Outcome);
        Assert.Equal(DnsOutcome.Foreign, Read(Changed(good, 2, 0x01)).Outcome);
        Assert.Equal(DnsOutcome.Foreign, Read(Changed(good, 5, 2)).Outcome);
        Assert.Equal(DnsOutcome.Foreign, Read(Changed(good, 13, (byte)'x')).Outcome);
        Assert.Equal(DnsOutcome.Foreign, Read(Changed(good, Asked.Length - 3, 28)).Outcome);
        Assert.Equal(DnsOutcome.Foreign, Read(Changed(good, Asked.Length - 1, 3)).Outcome);
        Assert.All(Enumerable.Range(0, Asked.Length), length => Assert.Equal(DnsOutcome.Foreign, Read(good[..length]).Outcome));
    }

    [Fact]
    public void Names_that_lead_in_a_circle_or_outside_are_malformed()
    {
        var end = Asked.Length;
        foreach (var owner in new byte[][] { [0xc0, (byte)end], [0xc0, (byte)(end + 1)], [0xc1, 0xff], [1, (byte)'a', 0xc0, (byte)end], [0x80, 0], [64], [1, (byte)'.', 0], [0xff, 0xff] })
        {
            var answer = Read(Dns.Answer(Asked, 0, Dns.Record(owner, 1, 60, [10, 0, 0, 1])));
            Assert.Equal(DnsOutcome.Failed, answer.Outcome);
            Assert.Equal("the nameserver's answer is malformed", answer.Failure);
        }
    }

    [Fact]
    public void Aliases_in_a_circle_end()
    {
        var answer = Read(Dns.Answer(Asked, 0, Dns.Record([0xc0, 12], 5, 60, Dns.Name("b.org")), Dns.Record(Dns.Name("b.org"), 5, 60, [0xc0, 12])));
        Assert.Equal(DnsOutcome.Answered, answer.Outcome);
        Assert.Empty(answer.Addresses);
    }

    [Fact]
    public void Counts_and_lengths_beyond_the_message_are_malformed()
    {
        var good = Dns.Addresses(Asked, 60, "10.0.0.1");
        Assert.Equal(DnsOutcome.Failed, Read(Changed(good, 7, 2)).Outcome);
        Assert.Equal(DnsOutcome.Failed, Read(Changed(good, 6, 0xff)).Outcome);
        Assert.Equal(DnsOutcome.Failed, Read(Changed(good, good.Length - 5, 5)).Outcome);
        Assert.All(Enumerable.Range(Asked.Length, good.Length - Asked.Length), length => Assert.Equal(DnsOutcome.Failed, Read(good[..length]).Outcome));
        Assert.Equal(DnsOutcome.Failed, Read(Dns.Answer(Asked, 0, [.. Enumerable.Repeat(Dns.Record([0xc0, 12], 1, 60, [10, 0, 0, 1]), 129)])).Outcome);
    }

    [Fact]
    public void Errors_and_truncation_are_told_apart()
    {
        Assert.Equal(DnsOutcome.NoSuchName, Read(Dns.Answer(Asked, 3)).Outcome);
        Assert.Equal(DnsOutcome.Truncated, Read(Dns.Answer(Asked, 0x0200)).Outcome);
        Assert.Equal("the nameserver answered with error 2", Read(Dns.Answer(Asked, 2)).Failure);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("ümlaut.de")]
    public void What_is_no_name_is_not_asked_for(string name) => Assert.Empty(Ask(Question with { Name = name }));

    [Fact]
    public void Names_and_labels_have_their_greatest_lengths()
    {
        var label = new string('a', 63);
        var longest = string.Join('.', label, label, label, new string('a', 61));
        Assert.Equal(253, longest.Length);
        Assert.NotEmpty(Ask(Question with { Name = longest }));
        Assert.Empty(Ask(Question with { Name = longest + "a" }));
        Assert.Empty(Ask(Question with { Name = label + "a.org" }));
    }

    private static byte[] Ask(DnsQuestion question)
    {
        var message = new byte[DnsQuestion.MaxLength];
        return message[..question.Write(message)];
    }

    private static DnsAnswer Read(byte[] message) => DnsAnswer.Read(message, Question);

    private static byte[] Changed(byte[] message, int at, byte to)
    {
        var copy = message.ToArray();
        copy[at] = to;
        return copy;
    }
}
