using Shoal.Net.Sockets.Epoll;

namespace Shoal.Net.Sockets.Packets;

/// <summary>A thread that serves its sockets in turns and sleeps in poll when all are empty. At its end it answers what has come so far.</summary>
internal sealed unsafe class BatchThread : PacketThread
{
    private readonly PacketSocket[] _sockets;
    private readonly int _wakeup;

    public BatchThread(PacketSocket[] sockets, string name, Action<Exception> onCrash)
        : base(name, onCrash)
    {
        _sockets = sockets;
        _wakeup = Libc.eventfd(0, Libc.EFD_NONBLOCK_CLOEXEC);
    }

    protected override void Serve()
    {
        while (!IsStopping)
        {
            ServeAll();
            Wait();
        }

        ServeAll();
    }

    protected override void Wake()
    {
        ulong one = 1;
        Libc.write(_wakeup, &one, sizeof(ulong));
    }

    protected override void Close()
    {
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }

        Libc.close(_wakeup);
    }

    /// <summary>Until all are empty, or for so many rounds: then the end is looked for, which a flood must not put off.</summary>
    private void ServeAll()
    {
        for (var (round, served) = (0, 1); served > 0 && round < Limits.PacketRounds; round++)
        {
            served = 0;
            foreach (var socket in _sockets)
            {
                served += socket.Serve();
            }
        }
    }

    private void Wait()
    {
        var entries = stackalloc PollEntry[_sockets.Length + 1];
        for (var i = 0; i < _sockets.Length; i++)
        {
            entries[i] = new PollEntry { Descriptor = _sockets[i].Descriptor, Events = PacketCalls.POLLIN };
        }

        entries[_sockets.Length] = new PollEntry { Descriptor = _wakeup, Events = PacketCalls.POLLIN };
        _ = PacketCalls.poll(entries, (nuint)_sockets.Length + 1, -1);
    }
}
