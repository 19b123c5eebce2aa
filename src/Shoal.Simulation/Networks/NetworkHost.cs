using Shoal.Net;
using Shoal.Runtime;
using Shoal.Simulation.Time;

namespace Shoal.Simulation.Networks;

/// <summary>One host's line: segments leave one after the other, the links in turn, and arrive one after the other.</summary>
internal sealed class NetworkHost(World world, int index, Endpoint address, LineOptions line) : ITransport
{
    /// <summary>What TCP and IP add to a segment, about.</summary>
    private const int Overhead = 60;

    /// <summary>The longest that a peer of a host that came back waits before it tries a silent link again.</summary>
    private static readonly TimeSpan Retransmitting = TimeSpan.FromSeconds(10);

    private const ushort FirstEphemeral = 49152;

    private readonly Dictionary<ushort, VirtualListener> _listeners = [];
    private readonly Dictionary<ushort, VirtualDatagrams> _datagrams = [];
    private readonly List<VirtualLink> _links = [];
    private readonly Queue<Pipe> _round = new();

    /// <summary>Links whose other ends have not heard that this one is gone.</summary>
    private readonly List<VirtualLink> _lost = [];
    private bool _isSending;
    private TimeSpan _downlinkFree;
    private ushort _lastPort = FirstEphemeral;

    public int Index => index;

    public Endpoint Address => address;

    public LineOptions Line => line;

    /// <summary>Gone: answers nobody.</summary>
    public bool IsDown { get; private set; }

    /// <summary>While true nothing leaves, though the links stand.</summary>
    public bool IsMute { get; private set; }

    /// <summary>Open links in order of their making.</summary>
    public IReadOnlyList<VirtualLink> Links => _links;

    public IListener? Listen(Loop loop, Endpoint local, IAcceptHandler handler, out string? failure)
    {
        failure = _listeners.ContainsKey(local.Port) ? "address in use" : null;
        if (failure is not null)
        {
            return null;
        }

        var listener = new VirtualListener(this, loop, address.WithPort(local.Port), handler);
        _listeners.Add(local.Port, listener);
        return listener;
    }

    public void Dial(Loop loop, Endpoint? local, Endpoint remote, TimeSpan timeout, IDialHandler handler) =>
        new VirtualDial(world, this, (SimulatedLoop)loop, remote, handler).Start(timeout);

    public IDatagrams? OpenDatagrams(Loop loop, Endpoint local, IDatagramHandler handler, out string? failure)
    {
        var at = local.Port == 0 ? NextLocal() : address.WithPort(local.Port);
        failure = local.IsIPv4 != address.IsIPv4 ? "address family not supported" : _datagrams.ContainsKey(at.Port) ? "address in use" : null;
        if (failure is not null)
        {
            return null;
        }

        var port = new VirtualDatagrams(world, this, loop, at, handler);
        _datagrams.Add(at.Port, port);
        return port;
    }

    /// <summary>The name of the next outgoing connection's end.</summary>
    public Endpoint NextLocal()
    {
        _lastPort = _lastPort == ushort.MaxValue ? FirstEphemeral : (ushort)(_lastPort + 1);
        return address.WithPort(_lastPort);
    }

    public VirtualListener? ListenerAt(ushort port) => _listeners.GetValueOrDefault(port);

    public VirtualDatagrams? DatagramsAt(ushort port) => _datagrams.GetValueOrDefault(port);

    public void CloseDatagrams(ushort port) => _datagrams.Remove(port);

    public void Unlisten(ushort port) => _listeners.Remove(port);

    public void Add(VirtualLink link) => _links.Add(link);

    public void Forget(VirtualLink link) => _links.Remove(link);

    /// <summary>A pipe may have bytes to send.</summary>
    public void Offer(Pipe pipe)
    {
        if (!pipe.IsQueued && pipe.CanSend)
        {
            pipe.IsQueued = true;
            _round.Enqueue(pipe);
            SendNext();
        }
    }

    /// <summary>Bytes reached the line: they are there once those before them are.</summary>
    public void Deliver(int length, Action delivered)
    {
        var start = _downlinkFree > world.Agenda.Now ? _downlinkFree : world.Agenda.Now;
        _downlinkFree = start + TimeSpan.FromSeconds(length / (double)line.Down);
        world.Agenda.At(_downlinkFree, delivered);
    }

    /// <summary>Nothing leaves any more, or again.</summary>
    public void Mute(bool isMute)
    {
        world.Log.Add(EventKind.Fault, index, isMute ? 1 : 0, 0);
        IsMute = isMute;
        SendNext();
    }

    /// <summary>The host is gone. Its peers' kernels hear a reset, or, when it loses power, nothing at all.</summary>
    public void Crash(bool losesPower)
    {
        world.Log.Add(EventKind.Fault, index, losesPower ? 3 : 2, 0);
        IsDown = true;
        IsMute = true;
        _listeners.Clear();
        _datagrams.Clear();
        _round.Clear();
        if (losesPower)
        {
            _lost.AddRange(_links);
        }
        else
        {
            foreach (var link in _links.ToArray())
            {
                link.Break();
            }
        }

        _links.Clear();
    }

    /// <summary>The host is back, and knows nothing of its former links: their other ends hear a reset when they send next.</summary>
    public void Revive()
    {
        Invariant.Check(IsDown);
        world.Log.Add(EventKind.Fault, index, 5, 0);
        IsDown = false;
        IsMute = false;
        foreach (var link in _lost)
        {
            world.Agenda.After(world.Jitter(Retransmitting), link.Break);
        }

        _lost.Clear();
    }

    private void SendNext()
    {
        while (!_isSending && !IsMute && _round.TryDequeue(out var pipe))
        {
            pipe.IsQueued = false;
            if (!pipe.CanSend)
            {
                continue;
            }

            _isSending = true;
            var length = pipe.BeginSegment();
            world.Agenda.After(TimeSpan.FromSeconds((length + Overhead) / (double)line.Up), () =>
            {
                _isSending = false;
                pipe.Depart();
                Offer(pipe);
                SendNext();
            });
        }
    }
}
