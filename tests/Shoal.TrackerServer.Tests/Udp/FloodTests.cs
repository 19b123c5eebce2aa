using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Shoal.Net.Sockets;
using Shoal.Runtime;
using Shoal.TrackerServer.Swarms;
using Shoal.TrackerServer.Udp;

namespace Shoal.TrackerServer.Tests.Udp;

/// <summary>One address sends all it can, over real sockets: announces of ever new torrents with a good id, the same with a wrong one, and junk.</summary>
public sealed class FloodTests : IDisposable
{
    private const int Limit = 500;
    private const int Others = 2000;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("SHOAL_LONG") == "1" ? 60 : 2);

    private readonly SwarmStore _store = new(new StoreOptions(), new SeededChance(1));
    private readonly UdpCounters _counters;
    private readonly PacketListeners _listeners;
    private Exception? _crash;

    public FloodTests()
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        var common = new UdpCommon(new Tracker(_store), new SipHash(new byte[16]), time, () => time.GetElapsedTime(start), new TrackerOptions { Listen = [], RequestsPerAddress = Limit });
        UdpCounters? counters = null;
        _listeners = PacketListeners.Open([Desk.At("127.0.0.1:0")], threads: 1, isPortable: false, local => new UdpTracker(common, counters = new UdpCounters(local)), e => _crash = e, out _)!;
        _counters = counters!;
        _listeners.Start();
    }

    public void Dispose() => _listeners.Dispose();

    [Fact]
    public async Task Others_are_served_and_the_store_stays_small_while_one_address_floods()
    {
        var watch = Stopwatch.StartNew();
        var flood = Task.Factory.StartNew(() => Flood(watch), TaskCreationOptions.LongRunning);
        var served = 0;
        for (; watch.Elapsed < Length; served++)
        {
            var address = new IPAddress(new byte[] { 127, 1, (byte)(served % Others >> 8), (byte)(served % Others) });
            using var socket = Bound(address);
            var id = BinaryPrimitives.ReadUInt64BigEndian(Ask(socket, UdpDesk.Packet(0x41727101980, 0, 99), watch).AsSpan(8));
            var reply = Ask(socket, UdpDesk.Announce(id, 7000, left: 5, id: address.ToString()), watch);
            Assert.True(reply.Length >= 20);
        }

        var (good, wrong, junk) = await flood;
        _listeners.Dispose();
        Assert.Null(_crash);
        var windows = (int)(Length / TimeSpan.FromSeconds(10)) + 2;
        Assert.True(served > 100, $"{served} were served");
        Assert.InRange(_counters.Announces, served, (3 * served) + (windows * Limit));
        Assert.InRange(_store.Usage.Swarms, 2, 1 + (windows * Limit));
        Assert.InRange(_store.Usage.Bytes, 1, 1 << 21);

        // The kernel drops what comes faster than it is answered: what was taken is counted, each as what it was.
        Assert.InRange(_counters.Limited, Limit, good - Limit);
        Assert.InRange(_counters.Mismatches, Limit, wrong);
        Assert.InRange(_counters.Junk, Limit, junk);
    }

    /// <summary>Sends until the time is over; how many of each kind.</summary>
    private (int Good, int Wrong, int Junk) Flood(Stopwatch watch)
    {
        using var socket = Bound(IPAddress.Parse("127.0.0.66"));
        var id = BinaryPrimitives.ReadUInt64BigEndian(Ask(socket, UdpDesk.Packet(0x41727101980, 0, 99), watch).AsSpan(8));
        var good = UdpDesk.Announce(id, 7000, left: 5);
        var wrong = UdpDesk.Announce(id + 1, 7000, left: 5);
        var junk = UdpDesk.Announce(id, 7000, left: 5)[..97];
        var reply = new byte[UdpDesk.MostBytes];
        var sent = 0;
        for (; watch.Elapsed < Length; sent++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(good.AsSpan(16), sent);
            socket.Send(good);
            socket.Send(wrong);
            socket.Send(junk);
            while (socket.Available > 0)
            {
                // In an address's name nobody makes it longer; with its id it gets what an announce gets.
                Assert.InRange(socket.Receive(reply), 8, wrong.Length);
            }
        }

        return (sent, sent, sent);
    }

    private Socket Bound(IPAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address, 0));
        socket.Connect(new IPEndPoint(IPAddress.Loopback, _listeners.Listening[0].Port));
        return socket;
    }

    /// <summary>Asks again where the kernel had no room, as clients do, until ten seconds are over.</summary>
    private static byte[] Ask(Socket socket, byte[] packet, Stopwatch watch)
    {
        var reply = new byte[UdpDesk.MostBytes];
        for (var until = watch.Elapsed + TimeSpan.FromSeconds(10); watch.Elapsed < until;)
        {
            socket.Send(packet);
            while (socket.Poll(TimeSpan.FromMilliseconds(50), SelectMode.SelectRead))
            {
                // Not an answer to what was asked before, twice.
                var length = socket.Receive(reply);
                if (UdpDesk.U32(reply, 0) == UdpDesk.U32(packet, 8))
                {
                    return reply[..length];
                }
            }
        }

        throw new TimeoutException("no answer in ten seconds");
    }
}
