using System.Runtime.InteropServices;
using Shoal.Net.Sockets.Epoll;
using Shoal.Runtime;

namespace Shoal.Net.Sockets.Packets;

/// <summary>
/// A UDP socket with the memory of one batch. An answer goes to the very address bytes that its question came with, and where the socket
/// hears on all addresses of the machine, from the one that was asked: a client takes no answer from another.
/// <code>recvmmsg ─► up to 32 packets ─► service ─► sendmmsg of what is answered</code>
/// </summary>
internal sealed unsafe class PacketSocket : IDisposable
{
    private const int Batch = Limits.PacketsPerBatch;
    private const int ControlCapacity = 40;

    /// <summary>Behind the control message's own header: in_pktinfo begins with the interface, in6_pktinfo has it behind the address.</summary>
    private const int ControlHeader = 16;
    private const int AddressLengthV6 = 16;

    private readonly IPacketService _service;
    private readonly bool _ipv4;
    private readonly byte* _memory;
    private readonly MessageHeader* _questions;
    private readonly MessageHeader* _answers;
    private readonly byte* _packets;

    /// <summary>Headers that the last batch wrote to.</summary>
    private int _used = Batch;

    private PacketSocket(int fd, Endpoint local, IPacketService service)
    {
        Descriptor = fd;
        Local = local;
        _service = service;
        _ipv4 = local.IsIPv4;
        var perPacket = 2 * (sizeof(MessageHeader) + sizeof(IoRun) + Limits.PacketLength) + SocketAddressBytes.Capacity + 4 + ControlCapacity;
        _memory = (byte*)NativeMemory.AllocZeroed((nuint)(Batch * perPacket));
        _questions = (MessageHeader*)_memory;
        _answers = _questions + Batch;
        var runs = (IoRun*)(_answers + Batch);
        var controls = (byte*)(runs + 2 * Batch);
        var names = controls + Batch * ControlCapacity;
        _packets = names + Batch * (SocketAddressBytes.Capacity + 4);
        for (var i = 0; i < Batch; i++)
        {
            runs[i] = new IoRun(_packets + i * Limits.PacketLength, Limits.PacketLength);
            _questions[i] = new MessageHeader { Name = names + i * (SocketAddressBytes.Capacity + 4), Runs = runs + i, RunCount = 1, Control = controls + i * ControlCapacity };
            _answers[i] = new MessageHeader { Runs = runs + Batch + i, RunCount = 1 };
        }
    }

    public int Descriptor { get; }

    public Endpoint Local { get; }

    /// <summary>Opens a socket; several of one address share its packets by <paramref name="isShared"/>, which only the first may lack.</summary>
    public static PacketSocket? Open(Endpoint local, bool isShared, Func<Endpoint, IPacketService> serve, out string? failure)
    {
        var fd = EpollTransport.OpenSocket(local, PacketCalls.SOCK_DGRAM_CLOEXEC, out failure);
        if (fd < 0)
        {
            return null;
        }

        // How much may wait is left to the system (net.core.rmem_default): where more comes than can be answered, a longer queue makes every answer as much later, and no more are answered.
        EpollTransport.SetOption(fd, local.IsIPv4 ? PacketCalls.IPPROTO_IP : Libc.IPPROTO_IPV6, local.IsIPv4 ? PacketCalls.IP_PKTINFO : PacketCalls.IPV6_RECVPKTINFO, local.IsWildcard ? 1 : 0);
        if (isShared)
        {
            EpollTransport.SetOption(fd, Libc.SOL_SOCKET, PacketCalls.SO_REUSEPORT, 1);
        }

        if (!EpollTransport.Bind(fd, local, out failure))
        {
            Libc.close(fd);
            return null;
        }

        // Only now, so that the first of ours finds out when somebody else has the port: two that share would both be let in.
        EpollTransport.SetOption(fd, Libc.SOL_SOCKET, PacketCalls.SO_REUSEPORT, 1);
        var name = EpollTransport.LocalNameOf(fd);
        return new PacketSocket(fd, name, serve(name));
    }

    /// <summary>Answers what is there, up to one batch, without waiting; returns how many packets that were.</summary>
    public int Serve()
    {
        for (var i = 0; i < _used; i++)
        {
            _questions[i].NameLength = SocketAddressBytes.Capacity;
            _questions[i].ControlLength = ControlCapacity;
        }

        _used = Math.Max(0, PacketCalls.recvmmsg(Descriptor, _questions, Batch, PacketCalls.MSG_DONTWAIT, null));
        if (_used == 0)
        {
            return 0;
        }

        _service.BeginBatch();
        var answers = 0;
        for (var i = 0; i < _used; i++)
        {
            ref var question = ref _questions[i];
            ref var answer = ref _answers[answers];
            var room = _packets + (Batch + answers) * Limits.PacketLength;
            var from = SocketAddressBytes.Read(new ReadOnlySpan<byte>(question.Name, SocketAddressBytes.Capacity));
            var length = _service.Answer(from, new ReadOnlySpan<byte>(_packets + i * Limits.PacketLength, question.Moved), new Span<byte>(room, Limits.PacketLength));
            if (length > 0)
            {
                *answer.Runs = new IoRun(room, length);
                answer.Name = question.Name;
                answer.NameLength = question.NameLength;
                answer.Control = question.Control;
                answer.ControlLength = question.ControlLength;
                FreeInterface(question);
                answers++;
            }
        }

        Send(answers);
        return _used;
    }

    public void Dispose()
    {
        Libc.close(Descriptor);
        NativeMemory.Free(_memory);
    }

    private void Send(int count)
    {
        for (var sent = 0; sent < count;)
        {
            var moved = PacketCalls.sendmmsg(Descriptor, _answers + sent, (uint)(count - sent), 0);
            if (moved <= 0 && Marshal.GetLastPInvokeError() == Libc.EINTR)
            {
                continue;
            }

            // The first that cannot go (no route, a firewall's no) ends the call: it is lost, as packets may be, and the others go on.
            sent += Math.Max(1, moved);
        }
    }

    /// <summary>The answer leaves by whatever way leads to the asker, which need not be the interface of the question, except where the address has no meaning without it.</summary>
    private void FreeInterface(in MessageHeader question)
    {
        if (question.ControlLength > 0)
        {
            var info = question.Control + ControlHeader;
            var isLinkLocal = !_ipv4 && info[0] == 0xfe && (info[1] & 0xc0) == 0x80;
            if (!isLinkLocal)
            {
                *(int*)(_ipv4 ? info : info + AddressLengthV6) = 0;
            }
        }
    }
}
