using System.Buffers.Binary;
using System.Text;
using Shoal.Runtime;
using Shoal.TrackerServer.Swarms;
using Shoal.TrackerServer.Udp;

namespace Shoal.TrackerServer.Tests.Udp;

/// <summary>A UDP tracker without sockets. Packets are built and read here by the tables of BEP 15, byte by byte.</summary>
internal sealed class UdpDesk : TimeProvider
{
    public const int MostBytes = 2048;
    private readonly byte[] _reply = new byte[MostBytes];

    public UdpDesk(string listener = "127.0.0.1:6969", int mostPeers = 1000, TrackerOptions? options = null, byte[]? key = null)
    {
        options ??= new TrackerOptions { Listen = [], Interval = TimeSpan.FromSeconds(1800) };
        Tracker = new Tracker(new SwarmStore(new StoreOptions { MostSwarms = 100, MostPeers = mostPeers, Interval = options.Interval }, new SeededChance(1))) { Claims = new ClaimedAddresses(options.MaySayIp) };
        var common = new UdpCommon(Tracker, new SipHash(key ?? new byte[16]), this, () => TimeSpan.FromHours(10), options);
        Udp = new UdpTracker(common, new UdpCounters(Desk.At(listener)));
    }

    public Tracker Tracker { get; }

    public UdpTracker Udp { get; }

    /// <summary>Where answers are written.</summary>
    public byte[] Reply => _reply;

    public UdpCounters Counters => Udp.Counters;

    /// <summary>The wall clock. It starts at the beginning of one of the two minutes.</summary>
    public DateTimeOffset Wall { get; set; } = DateTimeOffset.UnixEpoch;

    public override DateTimeOffset GetUtcNow() => Wall;

    /// <summary>What is sent back, empty for silence.</summary>
    public byte[] Send(string from, byte[] packet)
    {
        _reply.AsSpan().Fill(0xee);
        Udp.BeginBatch();
        return _reply[..Udp.Answer(Desk.At(from), packet, _reply)];
    }

    public ulong Connect(string from)
    {
        var reply = Send(from, Packet(0x41727101980, action: 0, transaction: 77));
        Assert.Equal((16, 0u, 77u), (reply.Length, U32(reply, 0), U32(reply, 4)));
        return BinaryPrimitives.ReadUInt64BigEndian(reply.AsSpan(8));
    }

    public static byte[] Packet(ulong connectionId, uint action, uint transaction, params byte[] body)
    {
        var packet = new byte[16 + body.Length];
        BinaryPrimitives.WriteUInt64BigEndian(packet, connectionId);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), action);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(12), transaction);
        body.CopyTo(packet, 16);
        return packet;
    }

    public static byte[] Announce(ulong connectionId, ushort port, long left, uint happening = 2, int wanted = -1, byte torrent = (byte)'t', uint ip = 0, string? id = null, params byte[] options)
    {
        var body = new byte[82];
        body.AsSpan(0, 20).Fill(torrent);
        Encoding.ASCII.GetBytes((id ?? $"peer-{port}").PadRight(20, '-'), body.AsSpan(20, 20));
        BinaryPrimitives.WriteInt64BigEndian(body.AsSpan(64 - 16), left);
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(80 - 16), happening);
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(84 - 16), ip);
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(92 - 16), wanted);
        BinaryPrimitives.WriteUInt16BigEndian(body.AsSpan(96 - 16), port);
        return Packet(connectionId, action: 1, transaction: 99, [.. body, .. options]);
    }

    /// <summary>Connects and announces; what is sent back.</summary>
    public byte[] Announce(string from, long left, uint happening = 2, int wanted = -1, byte torrent = (byte)'t', uint ip = 0) =>
        Send(from, Announce(Connect(from), Desk.At(from).Port, left, happening, wanted, torrent, ip, id: from));

    /// <summary>The addresses of an answer to an announce, in their order.</summary>
    public static string[] Peers(byte[] reply, int stride = 6)
    {
        Assert.Equal((1u, 99u), (U32(reply, 0), U32(reply, 4)));
        return [.. reply[20..].Chunk(stride).Select(bytes => Endpoint.FromBytes(bytes.AsSpan(..^2), BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(^2..))).ToString()).Order(StringComparer.Ordinal)];
    }

    public static uint U32(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
}
