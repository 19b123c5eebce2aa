using System.Buffers.Binary;
using Shoal.Dht.Nodes;
using Shoal.Dht.Rates;
using Shoal.Net;
using Shoal.Net.Tests;
using Shoal.Runtime;
using Shoal.TrackerServer.Tests;
using Shoal.Trackers.Tests.Announcing;

namespace Shoal.Dht.Tests.Nodes;

/// <summary>A node that has been up for a while allocates nothing for a packet, whole from the wire and back to it.</summary>
public class SteadyNodeTests
{
    private static readonly NodeId Torrent = Some.Id("00112233445566778899aabbccddeeff00112233");

    private readonly ManualTime _time = new();
    private readonly Wire _wire = new();
    private readonly SteppedLoop _loop;
    private readonly DhtNode _node;

    public SteadyNodeTests()
    {
        _loop = new SteppedLoop(_time);
        var world = new DhtWorld { Loop = _loop, Transport = _wire, Names = new FakeNames(), Chance = new SeededChance(1), Secrets = new SeededSecrets(1) };
        _node = DhtNode.Open(world, Some.At("127.0.0.1:1"), null, new NodeOptions { AnswerRate = 0 }, new QueryBudget(1000, 1000), out _)!;
        for (var i = 0; i < 300; i++)
        {
            _node.Table.OnReply(Some.Secure(i), TimeSpan.FromMilliseconds(20), TimeSpan.Zero);
        }
    }

    [Fact]
    public void Nothing_is_allocated_for_a_query_and_its_answer()
    {
        // Near enough to be worth a place in the table, and so a newcomer.
        var stranger = Some.Sharing(_node.Id, 40, new Random(1));
        var packets = new[]
        {
            Packet.Query("ping", stranger).Bytes(),
            Packet.Query("find_node", stranger).With("target", Torrent).Bytes(),
            Packet.Query("get_peers", stranger).With("info_hash", Torrent).Bytes(),
            Packet.Query("announce_peer", stranger).With("info_hash", Torrent).With("port", 7001).With("token", "12345678").Bytes(),
            "nonsense"u8.ToArray(),
            Packet.Reply([1, 2, 3, 4], stranger).Bytes(),
            Packet.Error([1, 2, 3, 4], 201),
        };
        void Round()
        {
            for (var i = 0; i < 700; i++)
            {
                _wire.Handler.OnDatagram(Some.Public(2000 + i), packets[i % packets.Length]);
            }
        }

        Round();
        Assert.Equal(400, _wire.Count);
        Assert.Equal(0, Garbage.Least(5, () =>
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            Round();
        }));
    }

    [Fact]
    public void Nothing_is_allocated_for_a_question_of_ours_and_the_answer_that_comes()
    {
        var reply = Packet.Reply([1, 2, 3, 4], default).With("nodes", Enumerable.Range(0, 8).Select(Some.Secure)).Top("ip", new byte[] { 198, 51, 100, 7, 1, 1 }).Bytes();
        var (id, transaction) = (reply.AsSpan().IndexOf("2:id20:"u8) + 7, reply.AsSpan().IndexOf("1:t4:"u8) + 5);
        var (ids, answered, transactions) = (_node.Table.Rows().ToDictionary(r => r.Contact.Endpoint, r => r.Contact.Id), 0, new HashSet<uint>());
        // Upkeep's own questions, and whatever else is under way then: all are answered.
        void Turns(int count)
        {
            for (; count > 0; count--)
            {
                _loop.RunFor(Limits.Turn);
                for (; _wire.Count > 0; _loop.Settle())
                {
                    _wire.Count = 0;
                    ids[_wire.To].Write(reply.AsSpan(id));
                    BinaryPrimitives.WriteUInt32BigEndian(reply.AsSpan(transaction), BinaryPrimitives.ReadUInt32BigEndian(_wire.Last.AsSpan(_wire.Last.AsSpan().IndexOf("1:t4:"u8) + 5)));
                    _wire.Handler.OnDatagram(_wire.To, reply);
                    answered++;
                }
            }
        }

        Turns(2000);
        Assert.Equal(0, _node.Counters.Refused);
        answered = 0;
        Assert.Equal(0, Garbage.Least(10, () => Turns(100)));
        Assert.InRange(answered, 100, 10_000);
    }

    /// <summary>Keeps the last packet, in its own memory.</summary>
    private sealed class Wire : ITransport, IDatagrams
    {
        public IDatagramHandler Handler { get; private set; } = null!;

        public int Count { get; set; }

        public Endpoint To { get; private set; }

        public byte[] Last { get; } = new byte[1500];

        public Endpoint Local { get; private set; }

        public IListener? Listen(Loop loop, Endpoint local, IAcceptHandler handler, out string? failure) => throw new NotSupportedException();

        public void Dial(Loop loop, Endpoint? local, Endpoint remote, TimeSpan timeout, IDialHandler handler) => throw new NotSupportedException();

        public IDatagrams OpenDatagrams(Loop loop, Endpoint local, IDatagramHandler handler, out string? failure)
        {
            (Local, Handler, failure) = (local, handler, null);
            return this;
        }

        public bool Send(Endpoint to, ReadOnlySpan<byte> datagram)
        {
            (Count, To) = (Count + 1, to);
            datagram.CopyTo(Last);
            return true;
        }

        public void Close()
        {
        }
    }
}
