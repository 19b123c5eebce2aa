using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Shoal.Net.Naming;
using Shoal.Net.Sockets.Names;
using Shoal.Net.Tests.Sockets;
using Shoal.Runtime;
using Shoal.Runtime.Real;

namespace Shoal.Net.Tests.Naming;

public sealed class NamesOverSocketsTests
{
    [Theory]
    [InlineData(SocketKind.Epoll, "127.0.0.1", "127.0.0.8")]
    [InlineData(SocketKind.Managed, "127.0.0.1", "127.0.0.8")]
    [InlineData(SocketKind.Epoll, "::1", "::1")]
    [InlineData(SocketKind.Managed, "::1", "::1")]
    public async Task A_nameserver_is_asked_by_UDP_from_the_bound_address(SocketKind kind, string serverAddress, string bind)
    {
        using var server = new TinyNameserver(IPAddress.Parse(serverAddress));
        using var net = new TestNet(kind);
        var answer = await Resolve(net, server, bind, "tracker.example");
        Assert.Equal(["192.0.2.1", "2001:db8::1"], answer.Addresses.Select(a => a.ToString()));
        Assert.Equal(2, server.AskedFrom.Count);
        Assert.All(server.AskedFrom, from => Assert.Equal(IPAddress.Parse(bind), from.Address));
        Assert.Equal(0, server.Streams);
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task An_answer_too_long_for_a_datagram_is_fetched_by_TCP_from_the_bound_address(SocketKind kind)
    {
        using var server = new TinyNameserver(IPAddress.Loopback);
        using var net = new TestNet(kind);
        var answer = await Resolve(net, server, "127.0.0.8", "long.example");
        Assert.Equal(Enumerable.Range(0, 16).Select(i => $"192.0.2.{i}"), answer.Addresses.Where(a => a.AddressFamily == AddressFamily.InterNetwork).Select(a => a.ToString()));
        Assert.Equal(2, server.Streams);
        Assert.All(server.AskedFrom, from => Assert.Equal("127.0.0.8", from.Address.ToString()));
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task The_systems_resolver_knows_this_host_and_says_what_it_does_not_know(SocketKind kind)
    {
        using var net = new TestNet(kind);
        using var names = new SystemNames();
        var loop = net.CreateLoop();
        Assert.Contains((await Resolve(names, loop, "localhost")).Addresses, IPAddress.IsLoopback);
        Assert.Equal([IPAddress.Parse("2001:db8::9")], (await Resolve(names, loop, "2001:db8::9")).Addresses);
        // RFC 6761 §6.4: never exists.
        Assert.StartsWith("cannot be looked up: ", (await Resolve(names, loop, "nowhere.invalid")).Failure);
        Assert.NotNull((await Resolve(names, loop, new string('a', 300))).Failure);
    }

    [Fact]
    public void The_systems_own_files_are_read()
    {
        var settings = new ResolverFiles(SystemClock.Instance).Settings();
        Assert.Equal(ResolverSettings.Parse("", File.ReadAllText("/etc/hosts")).Hosts.Keys, settings.Hosts.Keys);
        Assert.DoesNotContain(settings.Servers, server => server.Port != 53);
    }

    private static async Task<NameAnswer> Resolve(TestNet net, TinyNameserver server, string bind, string host)
    {
        var loop = net.CreateLoop();
        var settings = new ResolverSettings { Servers = [server.At] };
        var names = new StubNames(loop, net.Transport, new SystemSecrets(), [Endpoint.From(IPAddress.Parse(bind), 0)], () => settings);
        // Asked by another loop, which hears the answer.
        return await Resolve(names, net.CreateLoop(), host);
    }

    private static Task<NameAnswer> Resolve(INames names, Loop loop, string host)
    {
        var done = new TaskCompletionSource<NameAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        names.Resolve(loop, host, answer =>
        {
            Assert.True(loop.IsCurrent);
            done.SetResult(answer);
        });
        return done.Task.WaitAsync(TestNet.Deadline);
    }

    /// <summary>Knows two names; one of them only by TCP.</summary>
    private sealed class TinyNameserver : IDisposable
    {
        private readonly Socket _udp;
        private readonly Socket _tcp;
        private readonly Lock _gate = new();

        public TinyNameserver(IPAddress at)
        {
            (_udp, _tcp) = Open(at);
            var port = ((IPEndPoint)_udp.LocalEndPoint!).Port;
            At = Endpoint.From(at, port);
            _tcp.Listen();
            _ = ServeDatagrams();
            _ = ServeStreams();
        }

        public Endpoint At { get; }

        public List<IPEndPoint> AskedFrom { get; } = [];

        public int Streams { get; private set; }

        public void Dispose()
        {
            _udp.Dispose();
            _tcp.Dispose();
        }

        /// <summary>The same number for both; another program may have one of them.</summary>
        private static (Socket Udp, Socket Tcp) Open(IPAddress at)
        {
            while (true)
            {
                var udp = new Socket(at.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
                var tcp = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                udp.Bind(new IPEndPoint(at, 0));
                try
                {
                    tcp.Bind(udp.LocalEndPoint!);
                    return (udp, tcp);
                }
                catch (SocketException)
                {
                    udp.Dispose();
                    tcp.Dispose();
                }
            }
        }

        private static byte[] Answer(byte[] question, bool isStream) => Dns.NameOf(question) switch
        {
            "tracker.example" => Dns.Addresses(question, 60, "192.0.2.1", "2001:db8::1"),
            "long.example" when !isStream => Dns.Answer(question, 0x0200),
            "long.example" => Dns.Addresses(question, 60, [.. Enumerable.Range(0, 64).Select(i => $"192.0.2.{i}")]),
            _ => Dns.Answer(question, 3),
        };

        private void Note(EndPoint from)
        {
            lock (_gate)
            {
                AskedFrom.Add((IPEndPoint)from);
            }
        }

        private async Task ServeDatagrams()
        {
            var buffer = new byte[512];
            while (true)
            {
                var got = await _udp.ReceiveFromAsync(buffer, _udp.LocalEndPoint!);
                Note(got.RemoteEndPoint);
                await _udp.SendToAsync(Answer(buffer[..got.ReceivedBytes], isStream: false), got.RemoteEndPoint);
            }
        }

        private async Task ServeStreams()
        {
            while (true)
            {
                using var stream = new NetworkStream(await _tcp.AcceptAsync(), ownsSocket: true);
                Note(stream.Socket.RemoteEndPoint!);
                Streams++;
                var length = new byte[2];
                await stream.ReadExactlyAsync(length);
                var question = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(question);
                var answer = Answer(question, isStream: true);
                BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)answer.Length);
                // In pieces, as a stream may come.
                await stream.WriteAsync(length.AsMemory(0, 1));
                await stream.WriteAsync((byte[])[length[1], .. answer[..20]]);
                await stream.WriteAsync(answer.AsMemory(20));
                await stream.ReadExactlyAsync(length.AsMemory(0, 0));
            }
        }
    }
}
