using System.Buffers.Binary;
using Shoal.Runtime;
using Shoal.TrackerServer;
using Shoal.TrackerServer.Swarms;
using Shoal.TrackerServer.Udp;

namespace Shoal.Fuzz.Targets;

/// <summary>
/// The UDP server as a whole: an input is a run of packets from a few addresses, true and invented ones. Who has not proven its address is sent nothing longer than what was sent in its
/// name, every answer belongs to its question, nobody is told of who did not announce, each packet is counted once, and the store stays within its bounds.
/// </summary>
public sealed class UdpTrackerServerTarget : FuzzTarget
{
    private const int MostPeers = 500;
    private const int Most = 2048;
    private const int Untouched = 0xee;

    private static readonly Endpoint[] V4 = [.. Enumerable.Range(1, 8).Select(i => Endpoint.FromBytes([10, 0, 0, (byte)i], (ushort)(1000 * i)))];
    private static readonly Endpoint[] V6 = [.. Enumerable.Range(1, 8).Select(i => Endpoint.FromBytes([0x20, 1, 0xd, 0xb8, .. new byte[11], (byte)i], (ushort)(i == 8 ? 0 : 1000 * i)))];

    private readonly Wall _wall = new();
    private readonly byte[] _reply = new byte[Most];

    public override string Name => "udp-tracker-server";

    /// <summary>Headers of a packet in the script (who, and how it is changed; its length) and what packets are made of.</summary>
    public override IReadOnlyList<byte[]> Words { get; } =
        [[0, 16, 0, 0, 4, 0x17, 0x27, 0x10, 0x19, 0x80, 0, 0, 0, 0], [0x40, 98], [0x41, 98], [0x42, 36], [0x80, 98], [0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 2], [0, 0, 0, 3], [255, 255, 255, 255], [2, 255]];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var isIPv4 = input.IsEmpty || input[0] % 2 == 0;
        var tracker = new Tracker(new SwarmStore(new StoreOptions { MostSwarms = 50, MostPeers = MostPeers, Shards = 1 }, new SeededChance(1)));
        var common = new UdpCommon(tracker, new SipHash("0123456789abcdef"u8), _wall, () => TimeSpan.FromHours(1), new TrackerOptions { Listen = [], RequestsPerAddress = 20 });
        var server = new UdpTracker(common, new UdpCounters((isIPv4 ? V4 : V6)[0]));
        var announced = new HashSet<Endpoint>();
        var packets = 0;
        // A packet of the script: who and how, its length, its bytes.
        for (var rest = input.IsEmpty ? input : input[1..]; rest.Length >= 2; packets++)
        {
            var (how, length) = (rest[0], Math.Min(rest[1] == 255 ? Most : rest[1], rest.Length - 2));
            var packet = rest.Slice(2, length).ToArray();
            rest = rest[(2 + length)..];
            Send(server, (isIPv4 ? V4 : V6)[how % 8], packet, isProven: (how & 0x40) != 0, common, announced);
            _wall.Now += TimeSpan.FromSeconds((how & 0x80) != 0 ? 61 : 0);
        }

        var counts = server.Counters;
        Require(counts.Connects + counts.Announces + counts.Scrapes + counts.Mismatches + counts.Refused + counts.Limited + counts.Junk == packets, "a packet is not counted, or twice");
        var statistics = tracker.Statistics(0);
        Require(statistics.Seeders >= 0 && statistics.Leechers >= 0 && statistics.Seeders + statistics.Leechers <= MostPeers && statistics.Swarms <= 50, "the store is beyond its bounds");
    }

    private void Send(UdpTracker server, Endpoint from, byte[] packet, bool isProven, UdpCommon common, HashSet<Endpoint> announced)
    {
        if (isProven && packet.Length >= 8)
        {
            BinaryPrimitives.WriteUInt64BigEndian(packet, common.Ids.Issue(from, common.Ids.Period()));
        }

        isProven &= packet.Length >= 16;
        if (isProven && packet.Length >= 98)
        {
            announced.Add(from.WithPort(BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(96))));
        }

        _reply.AsSpan().Fill(Untouched);
        server.BeginBatch();
        var length = server.Answer(from, packet, _reply);
        Require(length is 0 or >= 8 and <= 1232, "an answer has no possible length");
        Require(length == 0 || (packet.Length >= 16 && from.Port != 0), "junk is answered");
        Require(isProven || length <= packet.Length, "more is sent than was sent in somebody's name");
        Require(isProven || length is 0 or 16 or 30, "who has proven nothing is told something");
        if (length > 0)
        {
            Require(_reply.AsSpan(4, 4).SequenceEqual(packet.AsSpan(12, 4)), "an answer is to another question");
            CheckAnswer(BinaryPrimitives.ReadUInt32BigEndian(_reply), _reply.AsSpan(0, length), packet, from.IsIPv4 ? 6 : 18, announced);
        }
    }

    private static void CheckAnswer(uint action, ReadOnlySpan<byte> reply, byte[] packet, int stride, HashSet<Endpoint> announced)
    {
        Require(action == 3 || action == BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(8)), "an answer is of another kind");
        Require(action != 2 || reply.Length == 8 + (packet.Length - 16) / 20 * 12, "a scrape is not answered hash by hash");
        if (action == 1)
        {
            Require((reply.Length - 20) % stride == 0, "a peer is cut");
            for (var peers = reply[20..]; !peers.IsEmpty; peers = peers[stride..])
            {
                Require(announced.Contains(CompactEndpoint.Read(peers[..stride])), "a peer is told of that did not announce");
            }
        }
    }

    private sealed class Wall : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddYears(50);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
