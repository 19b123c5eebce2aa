using System.Net;
using System.Net.Sockets;
using Shoal.Runtime;

namespace Shoal.Net.Tests.Sockets;

/// <summary>Sockets whose packets are answered where they arrive, many at once and one at a time.</summary>
public sealed class PacketListenersTests
{
    [Theory]
    [InlineData(SocketKind.Epoll, "127.0.0.1:0")]
    [InlineData(SocketKind.Managed, "127.0.0.1:0")]
    [InlineData(SocketKind.Epoll, "[::1]:0")]
    [InlineData(SocketKind.Managed, "[::1]:0")]
    public void Each_packet_has_its_own_answer_in_order(SocketKind kind, string local)
    {
        const int Many = 3 * Limits.PacketsPerBatch + 5;
        using var echo = new Echo(kind, threads: 1, local);
        using var client = new Asker(echo.Listening[0]);
        // They wait in the kernel and come as batches.
        for (var i = 0; i < Many; i++)
        {
            client.Send([(byte)(i % 3 == 0 ? 0 : 1), (byte)i, .. new byte[i]]);
        }

        echo.Started();
        for (var i = 0; i < Many; i++)
        {
            if (i % 3 != 0)
            {
                Assert.Equal([.. new byte[i], (byte)i, 1], client.Receive());
            }
        }

        Assert.Equal(Many, Assert.Single(echo.Heard).Length);
        Assert.All(echo.Heard[0], from => Assert.Equal(client.Local, from));
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public void One_thread_or_one_each_serves_both_families_on_one_port_number(SocketKind kind)
    {
        using var first = new Echo(kind, threads: 1, "127.0.0.1:0");
        var port = first.Listening[0].Port;
        using var echo = new Echo(kind, threads: 1, $"127.0.0.2:{port}", $"[::1]:{port}").Started();
        foreach (var listening in echo.Listening)
        {
            using var client = new Asker(listening);
            client.Send([1, 2, 3]);
            Assert.Equal([3, 2, 1], client.Receive());
        }
    }

    [Fact]
    public void Senders_are_shared_out_among_the_threads_and_each_stays_with_one()
    {
        using var echo = new Echo(SocketKind.Epoll, threads: 4, "127.0.0.1:0").Started();
        var clients = Enumerable.Range(0, 64).Select(_ => new Asker(echo.Listening[0])).ToArray();
        for (var round = 0; round < 3; round++)
        {
            foreach (var client in clients)
            {
                client.Send([7, (byte)round]);
                Assert.Equal([(byte)round, 7], client.Receive());
            }
        }

        Assert.Equal(4, echo.Heard.Length);
        Assert.All(echo.Heard, heard => Assert.True(heard.Length is > 0 and < 3 * 64 && heard.GroupBy(from => from).All(each => each.Count() == 3)));
        Array.ForEach(clients, client => client.Dispose());
    }

    [Theory]
    [InlineData("0.0.0.0:0", "127.0.0.9")]
    [InlineData("0.0.0.0:0", "127.0.0.1")]
    [InlineData("[::]:0", "::1")]
    public void On_all_addresses_the_one_that_was_asked_answers(string local, string asked)
    {
        using var echo = new Echo(SocketKind.Epoll, threads: 2, local).Started();
        // A connected socket takes nothing from another address.
        using var client = new Asker(Endpoint.From(IPAddress.Parse(asked), echo.Listening[0].Port));
        client.Send([1, 2]);
        Assert.Equal([2, 1], client.Receive());
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public void What_is_too_long_is_cut_and_an_answer_that_cannot_go_is_lost_alone(SocketKind kind)
    {
        using var echo = new Echo(kind, threads: 1, "127.0.0.1:0");
        using var client = new Asker(echo.Listening[0]);
        using var gone = new Asker(echo.Listening[0]);
        gone.Send([1]);
        gone.Dispose();
        client.Send([9, .. new byte[Limits.PacketLength + 100]]);
        client.Send([5, 6]);
        echo.Started();
        Assert.Equal(new byte[Limits.PacketLength - 1], client.Receive()[..^1]);
        Assert.Equal([6, 5], client.Receive());
    }

    [Theory]
    [InlineData(SocketKind.Epoll, 1)]
    [InlineData(SocketKind.Epoll, 3)]
    [InlineData(SocketKind.Managed, 1)]
    public void A_packet_port_in_use_or_not_ours_is_a_reason_in_words(SocketKind kind, int threads)
    {
        using var echo = new Echo(kind, threads, "127.0.0.1:0").Started();
        using var second = new Echo(kind, threads, "127.0.0.1:0", echo.Listening[0].ToString());
        Assert.Equal($"{echo.Listening[0]} (Address already in use)", second.Failure);
        using var strange = new Echo(kind, threads, "192.0.2.1:0");
        Assert.Equal("192.0.2.1:0 (Cannot assign requested address)", strange.Failure);
    }

    [Theory]
    [InlineData(SocketKind.Epoll, 1)]
    [InlineData(SocketKind.Epoll, 3)]
    [InlineData(SocketKind.Managed, 1)]
    public void Closing_frees_the_port_whether_started_or_not(SocketKind kind, int threads)
    {
        var at = "127.0.0.1:0";
        for (var i = 0; i < 10; i++)
        {
            using var echo = new Echo(kind, threads, at);
            Assert.Null(echo.Failure);
            at = echo.Listening[0].ToString();
            if (i % 2 == 0)
            {
                echo.Started();
                using var client = new Asker(echo.Listening[0]);
                client.Send([1, 2]);
                Assert.Equal([2, 1], client.Receive());
            }
        }
    }

    [Fact]
    public void What_has_come_before_the_end_is_answered()
    {
        for (var i = 0; i < 20; i++)
        {
            var echo = new Echo(SocketKind.Epoll, threads: 1, "127.0.0.1:0");
            using var client = new Asker(echo.Listening[0]);
            for (var k = 1; k <= 50; k++)
            {
                client.Send([1, (byte)k]);
            }

            echo.Started().Dispose();
            for (var k = 1; k <= 50; k++)
            {
                Assert.Equal([(byte)k, 1], client.Receive());
            }
        }
    }

    [Theory]
    [InlineData(SocketKind.Epoll)]
    [InlineData(SocketKind.Managed)]
    public async Task A_fault_is_told_to_the_owner(SocketKind kind)
    {
        using var echo = new Echo(kind, threads: 1, "127.0.0.1:0").Started();
        using var client = new Asker(echo.Listening[0]);
        client.Send([255]);
        Assert.Equal("planted", (await echo.Crash.WaitAsync(TestNet.Deadline)).Message);
    }

    /// <summary>A connected client with its own port.</summary>
    private sealed class Asker : IDisposable
    {
        private readonly Socket _socket;

        public Asker(Endpoint of)
        {
            _socket = new Socket(of.IsIPv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = (int)TestNet.Deadline.TotalMilliseconds };
            _socket.Connect(of.ToIPAddress(), of.Port);
            var name = (IPEndPoint)_socket.LocalEndPoint!;
            Local = Endpoint.From(name.Address, name.Port);
        }

        public Endpoint Local { get; }

        public void Send(byte[] packet) => Assert.Equal(packet.Length, _socket.Send(packet));

        public byte[] Receive()
        {
            var buffer = new byte[4096];
            return buffer[.._socket.Receive(buffer)];
        }

        public void Dispose() => _socket.Dispose();
    }
}
