using System.Net;
using System.Net.Sockets;
using System.Text;
using Shoal.Net;
using Shoal.Net.Sockets.Epoll;
using Shoal.Net.Sockets.Managed;
using Shoal.Runtime;
using Shoal.Runtime.Real;
using Shoal.Trackers.Announcing;
using Shoal.Trackers.Http;
using Shoal.Trackers.Messages;
using Shoal.Trackers.Messages.Udp;
using Shoal.Trackers.Tests.Http;

namespace Shoal.Trackers.Tests.Announcing;

/// <summary>The whole way over this machine's sockets, both families.</summary>
public sealed class RealSocketTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource<string> _peer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData(true, "127.0.0.1", "1.2.3.4:80")]
    [InlineData(false, "127.0.0.1", "1.2.3.4:80")]
    [InlineData(true, "::1", "[2001:db8::5]:80")]
    [InlineData(false, "::1", "[2001:db8::5]:80")]
    public async Task An_announce_by_UDP_goes_there_and_back(bool isEpoll, string at, string peer)
    {
        using var socket = new Socket(IPAddress.Parse(at).AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(at), 0));
        _ = Serve(socket, Parse(peer));
        var url = new UriBuilder("udp", at, ((IPEndPoint)socket.LocalEndPoint!).Port, "announce").ToString();
        Assert.Equal(peer, await Announce(isEpoll, url));
    }

    [Theory]
    [InlineData("127.0.0.1", "5:peers6:\u0001\u0002\u0003\u0004\0\u0050", "1.2.3.4:80")]
    [InlineData("::1", "6:peers618:\u0020\u0001\u000d\u00b8\0\0\0\0\0\0\0\0\0\0\0\u0005\0\u0050", "[2001:db8::5]:80")]
    public async Task An_announce_by_HTTP_goes_there_and_back(string at, string peers, string peer)
    {
        using var server = new RawServer($"HTTP/1.1 200 OK\r\n\r\nd8:intervali900e{peers}e", at);
        Assert.Equal(peer, await Announce(isEpoll: true, new UriBuilder("http", at, server.Port, "announce").ToString()));
    }

    private static Endpoint Parse(string text) => Endpoint.TryParse(text, out var endpoint) ? endpoint : throw new ArgumentException(text);

    private static async Task Serve(Socket socket, Endpoint peer)
    {
        var packet = new byte[2048];
        while (true)
        {
            var got = await socket.ReceiveFromAsync(packet, socket.LocalEndPoint!);
            Assert.True(UdpRequestHeader.TryRead(packet.AsSpan(0, got.ReceivedBytes), out var header));
            var answer = new byte[2048];
            var length = header.IsConnect ? UdpReplyHeader.WriteConnect(answer, header.TransactionId, 77)
                : header.ConnectionId == 77 ? UdpAnnounceReply.Write(answer, header.TransactionId, socket.AddressFamily, new AnnounceReply { Interval = TimeSpan.FromMinutes(15), Peers = [peer] })
                : UdpError.Write(answer, header.TransactionId, "no such connection");
            await socket.SendToAsync(answer.AsMemory(0, length), got.RemoteEndPoint);
        }
    }

    private async Task<string> Announce(bool isEpoll, string url)
    {
        void OnCrash(Exception e) => _peer.TrySetException(e);
        Loop loop = isEpoll ? new EpollLoop(SystemClock.Instance, "test", OnCrash) : new ManagedLoop(SystemClock.Instance, "test", OnCrash);
        ITransport transport = isEpoll ? new EpollTransport() : new ManagedTransport();
        using var exchange = new HttpExchange(new FakeNames());
        var world = new AnnouncerWorld
        {
            Loop = loop, Transport = transport, Names = new FakeNames(), Exchange = exchange, Chance = new SeededChance(1), Secrets = new SystemSecrets(),
        };
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var announcer = new Announcer(world, new AnnouncerOptions());
        TorrentAnnouncer torrent = null!;
        loop.Post(() =>
        {
            torrent = announcer.Add(new AnnouncedTorrent
            {
                InfoHashes = AnnounceBench.V1,
                PeerId = new Peers.PeerId(Encoding.ASCII.GetBytes("-SH0001-abcdefghijkl")),
                Port = 6881,
                Tiers = [[url]],
                Stats = () => new AnnounceStats(0, 0, 1),
                Handler = new FirstPeer(_peer),
            });
            torrent.Start();
        });
        try
        {
            var peer = await _peer.Task.WaitAsync(Deadline);
            loop.Post(() => torrent.Stop(() =>
            {
                announcer.Dispose();
                stopped.SetResult();
            }));
            await stopped.Task.WaitAsync(Deadline);
            return peer;
        }
        finally
        {
            ((IDisposable)loop).Dispose();
        }
    }

    private sealed class FirstPeer(TaskCompletionSource<string> peer) : IAnnounceHandler
    {
        public void OnPeers(string shownTracker, IReadOnlyList<Endpoint> peers) => peer.TrySetResult(peers[0].ToString());

        public void OnExternalAddress(IPAddress address)
        {
        }
    }
}
