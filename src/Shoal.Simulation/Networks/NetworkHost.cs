using System.Net;
using Shoal.Net;
using Shoal.Runtime;
using Shoal.Simulation.Time;

namespace Shoal.Simulation.Networks;

/// <summary>One host's line: segments leave one after the other, the links in turn, and arrive one after the other.</summary>
internal sealed class NetworkHost(World world, int index, Endpoint? v4, Endpoint? v6, LineOptions line) : ITransport
{
    /// <summary>What TCP and IP add to a segment, about.</summary>
    private const int Overhead = 60;

    /// <summary>The longest that a peer of a host that came back waits before it tries a silent link again.</summary>
    private static readonly TimeSpan Retransmitting = TimeSpan.FromSeconds(10);

    private const ushort FirstEphemeral = 49152;

    private readonly Dictionary<Endpoint, VirtualListener> _listeners = [];
    private readonly Dictionary<Endpoint, VirtualDatagrams> _datagrams = [];
    private readonly List<VirtualLink> _links = [];
    private readonly Queue<Pipe> _round = new();

    /// <summary>Links whose other ends have not heard that this one is gone.</summary>
    private readonly List<VirtualLink> _lost = [];
    private bool _isSending;
    private TimeSpan _downlinkFree;
    private ushort _lastPort = FirstEphemeral;

    public int Index => index;

    /// <summary>Its IPv4 address, or IPv6 where it has no other.</summary>
    public Endpoint Address => v4 ?? v6!.Value;

    public LineOptions Line => line;

    /// <summary>Gone: answers nobody.</summary>
    public bool IsDown { get; private set; }

    /// <summary>While true nothing leaves, though the links stand.</summary>
    public bool IsMute { get; private set; }

    /// <summary>Open links in order of their making.</summary>
    public IReadOnlyList<VirtualLink> Links => _links;

    public IListener? Listen(Loop loop, Endpoint local, IAcceptHandler handler, out string? failure)
    {
        // As of a kernel, the wildcard of a family can be had where no address of it is.
        var at = AddressOf(local.IsIPv4)?.WithPort(local.Port) ?? (IsWildcard(local) ? local : null);
        failure = at is null ? "address family not supported" : _listeners.ContainsKey(at.Value) ? "address in use" : null;
        if (failure is not null)
        {
            return null;
        }

        var listener = new VirtualListener(this, loop, at!.Value, handler);
        _listeners.Add(at.Value, listener);
        return listener;
    }

    public void Dial(Loop loop, Endpoint? local, Endpoint remote, TimeSpan timeout, IDialHandler handler) =>
        new VirtualDial(world, this, (SimulatedLoop)loop, remote, handler).Start(timeout);

    public IDatagrams? OpenDatagrams(Loop loop, Endpoint local, IDatagramHandler handler, out string? failure)
    {
        var at = local.Port == 0 ? NextLocal(local.IsIPv4) : AddressOf(local.IsIPv4)?.WithPort(local.Port);
        failure = at is null ? "address family not supported" : _datagrams.ContainsKey(at.Value) ? "address in use" : null;
        if (failure is not null)
        {
            return null;
        }

        var port = new VirtualDatagrams(world, this, loop, at!.Value, handler);
        _datagrams.Add(at.Value, port);
        return port;
    }

    /// <summary>Its address of one family, where it has one.</summary>
    public Endpoint? AddressOf(bool ipv4) => ipv4 ? v4 : v6;

    /// <summary>The name of the next outgoing connection's end; null where it has no address of that family.</summary>
    public Endpoint? NextLocal(bool ipv4)
    {
        _lastPort = _lastPort == ushort.MaxValue ? FirstEphemeral : (ushort)(_lastPort + 1);
        return AddressOf(ipv4)?.WithPort(_lastPort);
    }

    public VirtualListener? ListenerAt(Endpoint local) => _listeners.GetValueOrDefault(local);

    public VirtualDatagrams? DatagramsAt(Endpoint local) => _datagrams.GetValueOrDefault(local);

    public void CloseDatagrams(Endpoint local) => _datagrams.Remove(local);

    public void Unlisten(Endpoint local) => _listeners.Remove(local);

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

    private static bool IsWildcard(Endpoint local) => local.ToIPAddress() is var address && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));

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
