using Shoal.Dht.Messages;
using Shoal.Dht.Oracle;

namespace Shoal.Dht.Tests.Messages;

/// <summary>What other programs send.</summary>
public sealed class RealPacketsTests
{
    private static readonly Dictionary<string, string> Packets = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Messages", "Golden", "packets.txt"))
        .Where(line => !line.StartsWith('#')).Select(line => line.Split(' ')).ToDictionary(parts => parts[0], parts => parts[1]);

    private readonly KrpcReader _reader = new();

    public static TheoryData<string> Names => [.. Packets.Keys];

    /// <summary>Those of aria2 and the queries of libtorrent; its answers have a key of its own, "p".</summary>
    public static TheoryData<string> Plain => [.. Packets.Keys.Where(static name => name.StartsWith("aria2", StringComparison.Ordinal) || name.Contains("query", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Another_programs_packet_is_read_as_the_oracle_reads_it(string name)
    {
        var message = Read(name);
        Assert.Equal(KrpcErrorCode.None, message.Fault);
        Assert.Equal(NaiveKrpc.Read(Convert.FromHexString(Packets[name])), KrpcText.Of(message));
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void Another_programs_packet_is_written_byte_for_byte(string name) =>
        Assert.Equal(Packets[name], Convert.ToHexStringLower(Rewriting.Of(Read(name))!));

    [Fact]
    public void Libtorrents_announce_says_port_seed_and_read_only()
    {
        var message = Read("lt-v4-query-announce_peer-ro");
        Assert.Equal((KrpcMethod.AnnouncePeer, (ushort)17000, true, true, true), (message.Method, message.Port, message.ImpliedPort, message.IsSeed, message.IsReadOnly));
        Assert.Equal("tokn1234"u8, message.Token);
        Assert.Equal("LT\x02\x08"u8, message.Version);
    }

    [Fact]
    public void Libtorrents_reply_has_nodes_values_and_our_address()
    {
        var message = Read("lt-v4-reply-get_peers-values");
        var (nodes, values) = Lists(message);
        Assert.Equal(["127.0.0.1:17050", "127.0.0.2:50566", "127.0.0.3:60535", "127.0.0.4:43693", "127.0.0.5:58456"], nodes.Select(node => node.Endpoint.ToString()));
        Assert.Equal(["127.0.0.1:6881", "127.0.0.1:17050", "127.0.0.2:7002", "127.0.0.3:7003", "127.0.0.4:7004", "127.0.0.5:7005"], values);
        Assert.Equal("127.0.0.1:17050", message.ExternalAddress.ToString());
        Assert.Equal(4, message.Token.Length);
    }

    [Fact]
    public void Libtorrents_reply_by_IPv6_has_nodes6_values_and_our_address()
    {
        var message = Read("lt-v6-reply-get_peers-values");
        var (nodes, values) = Lists(message);
        Assert.Equal(["[::1]:17250"], nodes.Select(node => node.Endpoint.ToString()));
        Assert.Equal(["[::1]:6881", "[::1]:17250"], values);
        Assert.Equal("[::1]:17250", message.ExternalAddress.ToString());
    }

    [Fact]
    public void Libtorrents_filters_hold_its_one_seed_and_its_peers()
    {
        var message = Read("lt-v4-reply-get_peers-scrape");
        Assert.Equal((256, 256), (message.SeedFilter.Length, message.PeerFilter.Length));
        Assert.Equal((2, 10), (Ones(message.SeedFilter), Ones(message.PeerFilter)));
    }

    [Fact]
    public void Libtorrents_refusals_have_a_code_and_a_text()
    {
        var message = Read("lt-v4-error-token");
        Assert.Equal((KrpcKind.Error, KrpcErrorCode.Protocol), (message.Kind, message.ErrorCode));
        Assert.Equal("invalid token"u8, message.ErrorText);
        Assert.Equal("bt"u8, message.TransactionId);
    }

    private static (List<NodeContact> Nodes, List<string> Values) Lists(in KrpcMessage message)
    {
        var nodes = new List<NodeContact>();
        foreach (var isIPv4 in new[] { true, false })
        {
            foreach (var contact in message.Contacts(isIPv4))
            {
                nodes.Add(contact);
            }
        }

        var values = new List<string>();
        foreach (var value in message.Values)
        {
            values.Add(value.ToString());
        }

        return (nodes, values);
    }

    private static int Ones(ReadOnlySpan<byte> filter)
    {
        var ones = 0;
        foreach (var value in filter)
        {
            ones += System.Numerics.BitOperations.PopCount(value);
        }

        return ones;
    }

    private KrpcMessage Read(string name)
    {
        Assert.True(_reader.TryRead(Convert.FromHexString(Packets[name]), out var message));
        return message;
    }
}
