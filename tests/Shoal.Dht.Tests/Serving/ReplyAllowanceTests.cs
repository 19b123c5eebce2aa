using Shoal.Dht.Messages;
using Shoal.Dht.Serving;
using Shoal.Runtime;
using static Shoal.Dht.Tests.Serving.ServingDesk;

namespace Shoal.Dht.Tests.Serving;

/// <summary>Reflection: who asks in another's name has little sent to it.</summary>
public sealed class ReplyAllowanceTests
{
    private static readonly Endpoint Alice = At("1.2.3.4:7000");
    private static readonly Endpoint Alice6 = At("[2001:db8::1]:7000");
    private static readonly byte[] Version = "SH01"u8.ToArray();

    private readonly KrpcReader _reader = new();

    [Fact]
    public void Reflection_is_bounded_by_four_times_the_query_whatever_is_asked()
    {
        var chance = new Random(3);
        var answered = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var from = chance.Next(2) == 0 ? Alice : Alice6;
            var query = Query((KrpcMethod)chance.Next(1, 4), chance.Next(1, 33), chance.Next(3) * 4, chance.Next(2) == 0, chance.Next(2) == 0, chance.Next(3) == 0);
            // Padding buys no more than it costs.
            query = [.. query, .. new byte[chance.Next(4) == 0 ? chance.Next(400) : 0]];
            var (_, reply) = Answer(query, from, isProven: false);
            Assert.True(reply.Length <= 4 * query.Length);
            answered += reply.Length > 0 ? 1 : 0;
        }

        Assert.Equal(20_000, answered);
    }

    [Fact]
    public void Reflection_of_a_flood_sends_a_victim_a_small_part_of_what_it_costs()
    {
        var query = Query(KrpcMethod.GetPeers, transactionId: 2, version: 4);
        var (_, reply) = Answer(query, Alice, isProven: false);
        var buckets = new SourceBuckets(Hash);
        // A thousand queries a second for a minute.
        var sent = Enumerable.Range(0, 60_000).Sum(i => buckets.TryTake(Alice, Start + TimeSpan.FromMilliseconds(i)) ? reply.Length : 0L);
        Assert.InRange(sent, 1, 60_000L * query.Length / 40);
    }

    /// <summary>BEP 5 and 32: a lookup lives on the nodes of its own family.</summary>
    [Theory]
    [InlineData("1.2.3.4:7000", false)]
    [InlineData("1.2.3.4:7000", true)]
    [InlineData("[2001:db8::1]:7000", false)]
    public void A_usual_query_gets_all_eight_nodes_before_anything_is_proven(string from, bool isGetPeers)
    {
        var (parts, reply) = Answer(Query(isGetPeers ? KrpcMethod.GetPeers : KrpcMethod.FindNode, transactionId: 2, version: 4), At(from), isProven: false);
        Assert.Equal(At(from).IsIPv4 ? (8, -1) : (-1, 8), (parts.Nodes, parts.Nodes6));
        Assert.True(_reader.TryRead(reply, out var message));
        Assert.Equal(At(from).IsIPv4 ? (208, 0) : (0, 304), (message.Nodes.Length, message.Nodes6.Length));
    }

    /// <summary>Eight nodes would leave no room for any peer, and a stranger would find nobody.</summary>
    [Fact]
    public void An_unproven_address_over_IPv6_is_told_of_some_peers_and_of_fewer_nodes()
    {
        var (parts, reply) = Answer(Query(KrpcMethod.GetPeers, transactionId: 2, version: 4), At("[2001:db8::1]:7000"), isProven: false);
        Assert.InRange(parts.Nodes6, 4, 7);
        Assert.True(_reader.TryRead(reply, out var message));
        Assert.InRange(Count(message), Limits.ValuesFirst, 8);
    }

    [Fact]
    public void A_few_peers_come_before_nodes_all_others_after_them_and_nodes_of_the_other_family_in_between()
    {
        var query = Query(KrpcMethod.GetPeers, transactionId: 2, version: 0, wantsV4: true, wantsV6: true);
        var last = new ReplyParts(0, -1, false, 0);
        var seen = new List<ReplyParts>();
        for (var length = 20; length < 300; length++)
        {
            Assert.True(_reader.TryRead(query, out var message));
            var parts = new ReplyAllowance(length, isProven: false).Divide(message, Alice, Version.Length, isStored: true);
            // Where one more node has no room, some peers may have.
            Assert.True(parts.Values <= Limits.ValuesFirst + 3 || parts.Nodes == 8);
            Assert.True(parts.Nodes6 == -1 || (parts.Nodes6, parts.Nodes) == (8, 8));
            Assert.True(parts.Nodes >= last.Nodes && parts.Nodes6 >= last.Nodes6);
            Assert.True(parts.Values >= last.Values || parts.Nodes > last.Nodes || parts.Nodes6 > last.Nodes6);
            last = parts;
            seen.Add(parts);
        }

        Assert.Contains(seen, parts => parts is { Nodes: 0, Values: 0 });
        Assert.Contains(seen, parts => parts is { Nodes: 8, Nodes6: -1, Values: > 20 });
        Assert.Contains(seen, parts => parts is { Nodes: 8, Nodes6: 8, Values: > 0 });
    }

    [Fact]
    public void Who_is_proven_gets_what_fits_into_a_packet_and_no_byte_is_left_that_would_hold_another_peer()
    {
        var chance = new Random(5);
        for (var i = 0; i < 2000; i++)
        {
            var from = chance.Next(2) == 0 ? Alice : Alice6;
            var query = Query(KrpcMethod.GetPeers, chance.Next(1, 33), chance.Next(2) * 4, chance.Next(2) == 0, chance.Next(2) == 0, chance.Next(3) == 0);
            var (parts, reply) = Answer(query, from, isProven: true);
            Assert.True(_reader.TryRead(reply, out var message));
            // The writer keeps two bytes for a longer transaction id and version each.
            Assert.InRange(reply.Length, Limits.SentLength - (from.IsIPv4 ? 8 : 21) - 3, Limits.SentLength);
            Assert.InRange(Count(message), parts.Values - 1, parts.Values);
            Assert.Equal(parts.HasFilters, !message.SeedFilter.IsEmpty && !message.PeerFilter.IsEmpty);
        }
    }

    /// <summary>BEP 33: "returning less values and only returning the mandatory node lists even when additional ones are requested".</summary>
    [Fact]
    public void Filters_come_before_the_other_family_s_nodes_and_to_the_proven_alone()
    {
        var query = Query(KrpcMethod.GetPeers, transactionId: 4, version: 4, wantsV4: true, wantsV6: true, scrape: true);
        var (proven, _) = Answer(query, Alice, isProven: true);
        Assert.True(proven is { Nodes: 8, Nodes6: -1, HasFilters: true, Values: > 10 });
        Assert.False(Answer(query, Alice, isProven: false).Parts.HasFilters);
        Assert.True(_reader.TryRead(query, out var message));
        Assert.Equal(new ReplyParts(8, 8, HasFilters: false, Values: 0), new ReplyAllowance(query.Length, isProven: true).Divide(message, Alice, Version.Length, isStored: false));
    }

    [Fact]
    public void A_family_that_is_named_is_the_one_that_is_given()
    {
        Assert.Equal((-1, 8), Nodes(Answer(Query(KrpcMethod.FindNode, 2, 4, wantsV6: true), Alice, isProven: true).Parts));
        Assert.Equal((8, -1), Nodes(Answer(Query(KrpcMethod.FindNode, 2, 4, wantsV4: true), Alice6, isProven: true).Parts));
        Assert.Equal((8, 8), Nodes(Answer(Query(KrpcMethod.FindNode, 2, 4, wantsV4: true, wantsV6: true), Alice6, isProven: true).Parts));
        Assert.Equal((-1, -1), Nodes(Answer(Query(KrpcMethod.Ping, 2, 4), Alice, isProven: true).Parts));
    }

    private static (int, int) Nodes(ReplyParts parts) => (parts.Nodes, parts.Nodes6);

    private static int Count(KrpcMessage message)
    {
        var count = 0;
        foreach (var _ in message.Values)
        {
            count++;
        }

        return count;
    }

    private static byte[] Query(KrpcMethod method, int transactionId, int version, bool wantsV4 = false, bool wantsV6 = false, bool scrape = false)
    {
        var packet = new byte[400];
        var query = new KrpcQuery
        {
            Method = method, TransactionId = new byte[transactionId], Id = Target(1), Target = Target(2), WantsV4 = wantsV4, WantsV6 = wantsV6, WantsScrape = scrape, Version = new byte[version],
        };
        Assert.True(KrpcWriter.TryWrite(packet, query, out var length));
        return packet[..length];
    }

    /// <summary>What a node with as many nodes and peers as it may give answers.</summary>
    private (ReplyParts Parts, byte[] Reply) Answer(byte[] query, Endpoint from, bool isProven)
    {
        Assert.True(_reader.TryRead(query, out var message));
        var allowance = new ReplyAllowance(query.Length, isProven);
        var parts = allowance.Divide(message, from, Version.Length, isStored: true);
        var packet = new byte[allowance.Length];
        var filter = new byte[parts.HasFilters ? BloomFilter.Length : 0];
        var isGetPeers = message.Method == KrpcMethod.GetPeers;
        var reply = new KrpcReply
        {
            TransactionId = message.TransactionId, Id = Self, HasNodes = parts.Nodes >= 0, HasNodes6 = parts.Nodes6 >= 0,
            Nodes = Enumerable.Repeat(new NodeContact(Self, Alice), Math.Max(0, parts.Nodes)).ToArray(), Nodes6 = Enumerable.Repeat(new NodeContact(Self, Alice6), Math.Max(0, parts.Nodes6)).ToArray(),
            Values = Enumerable.Repeat(from, parts.Values).ToArray(), Token = new byte[isGetPeers ? Dht.Serving.Tokens.Length : 0], SeedFilter = filter, PeerFilter = filter, Requester = from, Version = Version,
        };
        return (parts, KrpcWriter.TryWrite(packet, reply, out var length) ? packet[..length] : []);
    }
}
