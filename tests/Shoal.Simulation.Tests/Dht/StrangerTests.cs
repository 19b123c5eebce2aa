using System.Buffers.Binary;
using Shoal.Dht;
using Shoal.Dht.Messages;
using Shoal.Dht.Nodes;
using Shoal.Dht.Serving;
using Shoal.Runtime;
using Shoal.Simulation.Dht;

namespace Shoal.Simulation.Tests.Dht;

/// <summary>What strangers without a node can do to nodes, and through them to others.</summary>
public class StrangerTests
{
    private static readonly NodeOptions Guarded = new();

    [Fact]
    public void A_victim_gets_little_more_than_was_sent_in_its_name()
    {
        var (gain, perSecond) = Reflect(Guarded);
        var (gainOpen, perSecondOpen) = Reflect(SybilTests.Unguarded with { QueriesPerAddress = 0, AnswerRate = 0 });
        TestContext.Current.TestOutputHelper!.WriteLine($"reflection: {gain:F2} bytes for one, {perSecond:F1} packets/s of each node; without defence {gainOpen:F2} and {perSecondOpen:F1}");
        Assert.InRange(gain, 0, 1.2);
        Assert.InRange(perSecond, 0, 6);
        Assert.InRange(gainOpen, 4 * gain, double.PositiveInfinity);
    }

    [Fact]
    public void A_token_is_good_for_its_address_its_torrent_and_its_time_only()
    {
        var overlay = Few(1, Guarded, nameof(A_token_is_good_for_its_address_its_torrent_and_its_time_only));
        var node = overlay.Members[0];
        var owner = NewStranger(overlay);
        var (hash, other) = (RandomId(overlay), RandomId(overlay));
        var token = TokenOf(overlay, owner, node, hash);
        Assert.True(Announce(overlay, owner, node, hash, token));
        Assert.False(Announce(overlay, owner, node, other, token));
        for (var i = 0; i < 1000; i++)
        {
            Assert.False(Announce(overlay, NewStranger(overlay), node, hash, token));
        }

        overlay.RunFor(TimeSpan.FromMinutes(11));
        Assert.False(Announce(overlay, owner, node, hash, token));
    }

    [Fact]
    public void A_few_addresses_do_not_push_out_what_others_announced()
    {
        var kept = Exhaust(Guarded);
        var open = Exhaust(Guarded with { Store = new PeerStoreOptions { PeersPerNetwork = int.MaxValue, PeersPerNetworkAndHash = int.MaxValue, CrowdingWeight = 0 } });
        TestContext.Current.TestOutputHelper!.WriteLine($"honest announces still stored: {kept:P1}, without the networks' shares {open:P1}");
        Assert.InRange(kept, 0.99, 1);
        Assert.True(open < kept);
    }

    [Fact]
    public void A_million_guessed_transactions_are_all_wrong()
    {
        const int tries = 1_000_000;
        const int queries = 8;
        var overlay = Few(1, Guarded, nameof(A_million_guessed_transactions_are_all_wrong));
        var node = overlay.Members[0].Node;
        var silent = new Stranger(overlay.Network, overlay.Network.Addresses.Next(isIPv4: true).WithPort(6881));
        for (var i = 0; i < queries; i++)
        {
            node.Upkeep.Suggest(silent.Local);
        }

        var forged = RandomId(overlay);
        Span<byte> packet = stackalloc byte[256];
        Span<byte> transaction = stackalloc byte[sizeof(uint)];
        var before = node.Counters.Strays;
        for (var i = 0; i < tries; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(transaction, (uint)overlay.Network.Chance.Next());
            Assert.True(KrpcWriter.TryWrite(packet, new KrpcReply { TransactionId = transaction, Id = forged, HasNodes = true }, out var length));
            node.OnDatagram(silent.Local, packet[..length]);
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{tries} forged replies to {queries} queries: {node.Counters.Strays - before} strays; one is right by a chance of {tries * queries / Math.Pow(2, 32):P2}");
        Assert.Equal(tries, node.Counters.Strays - before);
        Assert.DoesNotContain(node.Table.Rows(), row => row.Contact.Id == forged);
    }

    private static (double Gain, double PerSecond) Reflect(NodeOptions options)
    {
        const int perSecond = 20;
        var time = TimeSpan.FromSeconds(60);
        var overlay = Few(100, options, nameof(A_victim_gets_little_more_than_was_sent_in_its_name));
        var survey = new Survey(overlay, torrents: 0, TimeSpan.Zero);
        var torrent = survey.NewTorrent();
        for (var i = 0; i < 40; i++)
        {
            survey.Announce(torrent);
        }

        overlay.RunFor(TimeSpan.FromMinutes(1));
        var (attacker, victim) = (NewStranger(overlay), NewStranger(overlay));
        var nodes = overlay.Members.Where(m => m.Node.Responder.Store.CountOf(NodeId.Of(torrent.Hash)) > 0).ToList();
        var sent = 0L;
        for (var i = 0; i < time.TotalSeconds * perSecond; i++)
        {
            foreach (var node in nodes)
            {
                sent += attacker.Ask(node.Node.Local, new KrpcQuery { Method = KrpcMethod.GetPeers, Target = NodeId.Of(torrent.Hash) }, victim.Local);
            }

            overlay.RunFor(TimeSpan.FromSeconds(1) / perSecond);
        }

        return ((double)victim.Bytes / sent, victim.Packets / time.TotalSeconds / nodes.Count);
    }

    /// <summary>500 honest announces at one node, then 21,000 of four networks, for hashes beside its own id.</summary>
    private static double Exhaust(NodeOptions options)
    {
        var overlay = Few(1, options, nameof(A_few_addresses_do_not_push_out_what_others_announced));
        var node = overlay.Members[0];
        var honest = new List<NodeId>();
        for (var i = 0; i < 500; i++)
        {
            var (stranger, hash) = (NewStranger(overlay), RandomId(overlay));
            Assert.True(Announce(overlay, stranger, node, hash, TokenOf(overlay, stranger, node, hash)));
            honest.Add(hash);
        }

        for (var i = 0; i < 4; i++)
        {
            Flood(overlay, NewStranger(overlay), node);
        }

        overlay.RunFor(TimeSpan.FromMinutes(35));
        return honest.Count(hash => node.Node.Responder.Store.CountOf(hash) > 0) / (double)honest.Count;
    }

    /// <summary>As fast as its address is answered: a question and an announce for each hash.</summary>
    private static void Flood(Overlay overlay, Stranger attacker, Member node)
    {
        Span<byte> bytes = stackalloc byte[NodeId.Length];
        node.Node.Id.Write(bytes);
        overlay.Network.Secrets.Fill(bytes[2..]);
        var hash = new NodeId(bytes);
        attacker.Replied = () =>
        {
            attacker.Replied = null;
            attacker.Ask(node.Node.Local, new KrpcQuery { Method = KrpcMethod.AnnouncePeer, Target = hash, Token = attacker.Token, Port = 1 });
        };
        attacker.Ask(node.Node.Local, new KrpcQuery { Method = KrpcMethod.GetPeers, Target = hash });
        overlay.After(TimeSpan.FromMilliseconds(400), () => Flood(overlay, attacker, node));
    }

    private static byte[] TokenOf(Overlay overlay, Stranger stranger, Member node, NodeId hash)
    {
        stranger.Ask(node.Node.Local, new KrpcQuery { Method = KrpcMethod.GetPeers, Target = hash });
        overlay.RunFor(TimeSpan.FromSeconds(0.5));
        return stranger.Token;
    }

    private static bool Announce(Overlay overlay, Stranger stranger, Member node, NodeId hash, byte[] token)
    {
        var before = stranger.Replies;
        stranger.Ask(node.Node.Local, new KrpcQuery { Method = KrpcMethod.AnnouncePeer, Target = hash, Token = token, Port = 6881 });
        overlay.RunFor(TimeSpan.FromSeconds(0.5));
        return stranger.Replies > before;
    }

    /// <summary>Nobody leaves, lies or is behind a router, and nothing is lost.</summary>
    private static Overlay Few(int members, NodeOptions node, string test)
    {
        var options = new OverlayOptions
        {
            Members = members,
            NattedPercent = 0,
            DeafPercent = 0,
            LyingPercent = 0,
            MedianSession = null,
            Beginning = TimeSpan.FromMinutes(1),
            Links = new LinkOptions { LossPerMille = 0 },
            Node = node,
        };
        var overlay = new Overlay(Seeds.Asked ?? 1, options, new Replay(test));
        overlay.RunFor(TimeSpan.FromMinutes(5));
        return overlay;
    }

    private static Stranger NewStranger(Overlay overlay) => new(overlay.Network, overlay.Network.Addresses.Next(isIPv4: true).WithPort(6881));

    private static NodeId RandomId(Overlay overlay)
    {
        Span<byte> bytes = stackalloc byte[NodeId.Length];
        overlay.Network.Secrets.Fill(bytes);
        return new NodeId(bytes);
    }
}
