using FsCheck;
using FsCheck.Fluent;
using Shoal.Bencoding.Oracle;
using Shoal.Dht.Messages;
using Shoal.Dht.Oracle;
using Shoal.Runtime;

namespace Shoal.Dht.Tests.Messages;

/// <summary>What is written is what the letter of the BEPs reads in it, and never more than fits.</summary>
public sealed class KrpcWriterTests
{
    private static readonly NodeId Self = ExamplePackets.Asker;
    private static readonly NodeId Target = ExamplePackets.Answerer;
    private readonly KrpcReader _reader = new();

    [Fact]
    public void A_query_says_what_it_was_given_and_only_what_its_method_has() => Check(seed =>
    {
        var random = new Random(seed);
        var method = (KrpcMethod)random.Next(1, 5);
        var (transactionId, token, version) = (Some(random, 1, 32), Some(random, 1, 40), Some(random, 0, 4));
        var (port, flags) = ((ushort)random.Next(1, 65536), random.Next(128));
        var packet = new byte[Limits.SentLength];
        var query = new KrpcQuery
        {
            Method = method,
            TransactionId = transactionId,
            Id = Self,
            Target = Target,
            Token = token,
            Port = port,
            ImpliedPort = Has(flags, 0),
            IsSeed = Has(flags, 1),
            WantsScrape = Has(flags, 2),
            NoSeed = Has(flags, 3),
            WantsV4 = Has(flags, 4),
            WantsV6 = Has(flags, 5),
            IsReadOnly = Has(flags, 6),
            Version = version,
        };
        Assert.True(KrpcWriter.TryWrite(packet, query, out var length));
        var name = method switch { KrpcMethod.Ping => "ping", KrpcMethod.FindNode => "find_node", KrpcMethod.GetPeers => "get_peers", _ => "announce_peer" };
        var (isGet, isAnnounce) = (method == KrpcMethod.GetPeers, method == KrpcMethod.AnnouncePeer);
        var isLookup = isGet || method == KrpcMethod.FindNode;
        string?[] lines =
        [
            $"q {Convert.ToHexString(transactionId)}", $"method {name}", $"id {Hex(Self)}", method == KrpcMethod.Ping ? null : $"target {Hex(Target)}",
            isAnnounce ? $"token {Convert.ToHexString(token)}" : null, isAnnounce ? $"port {port}" : null, isAnnounce && Has(flags, 0) ? "implied_port" : null,
            isAnnounce && Has(flags, 1) ? "seed" : null, isGet && Has(flags, 2) ? "scrape" : null, isGet && Has(flags, 3) ? "noseed" : null,
            isLookup && Has(flags, 4) ? "n4" : null, isLookup && Has(flags, 5) ? "n6" : null, Has(flags, 6) ? "ro" : null,
            version.Length > 0 ? $"v {Convert.ToHexString(version)}" : null,
        ];
        Holds(packet[..length], lines);
    });

    [Fact]
    public void A_reply_says_what_it_was_given() => Check(seed =>
    {
        var random = new Random(seed);
        var (transactionId, token, version) = (Some(random, 1, 32), Some(random, 0, 40), Some(random, 0, 4));
        var filters = random.Next(3) == 0 ? (Some(random, 256, 256), Some(random, 256, 256)) : ([], []);
        var (nodes, nodes6) = (Nodes(random, random.Next(9), isIPv4: true), Nodes(random, random.Next(9), isIPv4: false));
        var values = Enumerable.Range(0, random.Next(20)).Select(_ => EndpointOf(random, random.Next(2) == 0)).ToArray();
        Endpoint? requester = random.Next(2) == 0 ? EndpointOf(random, random.Next(2) == 0) : null;
        var packet = new byte[Limits.PacketLength + 500];
        var reply = new KrpcReply
        {
            TransactionId = transactionId,
            Id = Self,
            HasNodes = nodes.Length > 0,
            HasNodes6 = nodes6.Length > 0,
            Nodes = nodes,
            Nodes6 = nodes6,
            Values = values,
            Token = token,
            SeedFilter = filters.Item1,
            PeerFilter = filters.Item2,
            Requester = requester,
            Version = version,
        };
        Assert.True(KrpcWriter.TryWrite(packet, reply, out var length));
        if (length > Limits.PacketLength)
        {
            return;
        }

        string?[] lines =
        [
            $"r {Convert.ToHexString(transactionId)}", $"id {Hex(Self)}", token.Length > 0 ? $"token {Convert.ToHexString(token)}" : null,
            version.Length > 0 ? $"v {Convert.ToHexString(version)}" : null,
            .. nodes.Select(static node => $"nodes {Hex(node.Id)} {Shown(node.Endpoint)}"), .. nodes6.Select(static node => $"nodes6 {Hex(node.Id)} {Shown(node.Endpoint)}"),
            .. values.Select(static value => $"value {Shown(value)}"), requester is { } ip ? $"ip {Shown(ip)}" : null,
            filters.Item1.Length > 0 ? $"BFsd {Convert.ToHexString(filters.Item1)}" : null, filters.Item2.Length > 0 ? $"BFpe {Convert.ToHexString(filters.Item2)}" : null,
        ];
        Holds(packet[..length], lines);
    });

    [Theory]
    [InlineData(KrpcErrorCode.Generic, "201")]
    [InlineData(KrpcErrorCode.Server, "202")]
    [InlineData(KrpcErrorCode.Protocol, "203")]
    [InlineData(KrpcErrorCode.MethodUnknown, "204")]
    internal void Each_error_of_BEP_5_is_written_and_read(KrpcErrorCode code, string number)
    {
        var packet = new byte[Limits.SentLength];
        var error = new KrpcError { TransactionId = "tr"u8, Code = code, Text = "why"u8, Requester = Endpoint.FromBytes([1, 2, 3, 4], 5), Version = "SH"u8 };
        Assert.True(KrpcWriter.TryWrite(packet, error, out var length));
        Assert.Equal(ExamplePackets.Bytes($"d1:eli{number}e3:whye2:ip6:\x1\x2\x3\x4\0\x5" + "1:t2:tr1:v2:SH1:y1:ee"), packet[..length]);
        Assert.True(_reader.TryRead(packet.AsSpan(0, length), out var message));
        Assert.Equal(code, message.ErrorCode);
    }

    [Fact]
    public void Nodes_that_were_asked_for_are_there_even_where_there_are_none()
    {
        var packet = new byte[Limits.SentLength];
        Assert.True(KrpcWriter.TryWrite(packet, new KrpcReply { TransactionId = "aa"u8, Id = Self, HasNodes = true, HasNodes6 = true }, out var length));
        Assert.Equal("d1:rd2:id20:abcdefghij01234567895:nodes0:6:nodes60:e1:t2:aa1:y1:re"u8, packet.AsSpan(0, length));
    }

    [Fact]
    public void Nodes_of_the_other_family_are_passed_over()
    {
        var random = new Random(1);
        NodeContact[] mixed = [.. Nodes(random, 2, isIPv4: true), .. Nodes(random, 3, isIPv4: false)];
        var packet = new byte[Limits.SentLength];
        Assert.True(KrpcWriter.TryWrite(packet, new KrpcReply { TransactionId = "aa"u8, Id = Self, HasNodes = true, HasNodes6 = true, Nodes = mixed, Nodes6 = mixed }, out var length));
        Assert.True(_reader.TryRead(packet.AsSpan(0, length), out var message));
        Assert.Equal((2 * 26, 3 * 38), (message.Nodes.Length, message.Nodes6.Length));
    }

    [Fact]
    public void As_many_values_are_written_as_fit_and_the_first_come_first()
    {
        var values = Enumerable.Range(1, 400).Select(static i => Endpoint.FromBytes([10, 0, (byte)(i >> 8), (byte)i], (ushort)i)).ToArray();
        var nodes = Nodes(new Random(1), 8, isIPv4: true);
        var packet = new byte[Limits.SentLength];
        var reply = new KrpcReply { TransactionId = "aa"u8, Id = Self, HasNodes = true, Nodes = nodes, Values = values, Token = "12345678"u8, Version = "SH01"u8 };
        Assert.True(KrpcWriter.TryWrite(packet, reply, out var length));
        // Less than a value and the longest prefixes that its reserve allows for are left.
        Assert.InRange(length, Limits.SentLength - 14, Limits.SentLength);
        Assert.True(_reader.TryRead(packet.AsSpan(0, length), out var message));
        Assert.Equal((8 * 26, 8), (message.Nodes.Length, message.Token.Length));
        var at = 0;
        foreach (var value in message.Values)
        {
            Assert.Equal(values[at++], value);
        }

        Assert.InRange(at, 80, 100);
    }

    [Fact]
    public void Nothing_is_written_behind_the_span_however_short_it_is()
    {
        var random = new Random(5);
        var values = new[] { EndpointOf(random, true), EndpointOf(random, false), EndpointOf(random, true) };
        var (nodes, nodes6) = (Nodes(random, 2, isIPv4: true), Nodes(random, 2, isIPv4: false));
        var (shortest, longest) = (0, 0);
        for (var room = 0; room < 600; room++)
        {
            var packet = Enumerable.Repeat((byte)0xee, 700).ToArray();
            var reply = new KrpcReply
            {
                TransactionId = "aa"u8, Id = Self, HasNodes = true, HasNodes6 = true, Nodes = nodes, Nodes6 = nodes6, Values = values, Token = "12345678"u8, Version = "SH01"u8, Requester = values[1],
            };
            var isWritten = KrpcWriter.TryWrite(packet.AsSpan(0, room), reply, out var length);
            Sound(packet, room, isWritten, length);
            shortest = isWritten && shortest == 0 ? room : shortest;
            longest = Math.Max(longest, length);

            var announce = new KrpcQuery { Method = KrpcMethod.AnnouncePeer, TransactionId = "aa"u8, Id = Self, Target = Target, Token = "12345678"u8, Port = 6881, IsReadOnly = true };
            Array.Fill(packet, (byte)0xee);
            Sound(packet, room, KrpcWriter.TryWrite(packet.AsSpan(0, room), announce, out length), length);
            Array.Fill(packet, (byte)0xee);
            Sound(packet, room, KrpcWriter.TryWrite(packet.AsSpan(0, room), new KrpcError { TransactionId = "aa"u8, Code = KrpcErrorCode.Server, Text = new byte[100] }, out length), length);
        }

        // All three values: two of 8 bytes, one of 21, and their list.
        Assert.Equal(longest - "6:valuesle".Length - 8 - 21 - 8, shortest);

        void Sound(byte[] packet, int room, bool isWritten, int length)
        {
            Assert.Equal(-1, packet.AsSpan(room).IndexOfAnyExcept((byte)0xee));
            Assert.Equal(isWritten, length > 0);
            Assert.True(!isWritten || NaiveBencode.Decode(packet[..length], strict: true, 8)?.Used == length);
        }
    }

    private static void Check(Action<int> property) => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    /// <summary>Lines in the oracle's order, and bencoding in canonical order.</summary>
    private void Holds(byte[] packet, string?[] lines)
    {
        Assert.Equal(packet.Length, NaiveBencode.Decode(packet, strict: true, 8)?.Used);
        Assert.Equal(string.Concat(lines.OfType<string>().Select(static line => line + "\n")), NaiveKrpc.Read(packet));
        Assert.True(_reader.TryRead(packet, out var message));
        Assert.Equal(NaiveKrpc.Read(packet), KrpcText.Of(message));
        Assert.Equal(packet, Rewriting.Of(message));
    }

    private static bool Has(int flags, int bit) => (flags >> bit & 1) != 0;

    private static string Hex(NodeId id) => id.ToString().ToUpperInvariant();

    private static string Shown(Endpoint endpoint) => $"{endpoint.ToIPAddress()}:{endpoint.Port}";

    private static byte[] Some(Random random, int least, int most)
    {
        var bytes = new byte[random.Next(least, most + 1)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static Endpoint EndpointOf(Random random, bool isIPv4) => Endpoint.FromBytes([1, .. Some(random, isIPv4 ? 3 : 15, isIPv4 ? 3 : 15)], (ushort)random.Next(1, 65536));

    private static NodeContact[] Nodes(Random random, int count, bool isIPv4) =>
        [.. Enumerable.Range(0, count).Select(_ => new NodeContact(new NodeId(Some(random, 20, 20)), EndpointOf(random, isIPv4)))];
}
