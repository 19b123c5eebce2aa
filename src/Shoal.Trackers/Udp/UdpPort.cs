using System.Buffers.Binary;
using Shoal.Net;
using Shoal.Runtime;
using Shoal.Trackers.Announcing;
using Shoal.Trackers.Messages.Udp;

namespace Shoal.Trackers.Udp;

/// <summary>
/// A UDP port of ours with its connections to trackers (BEP 15). A connection id is good for a minute, from this port to that tracker.
/// <code>
///   call ─► id known? ─ no ─► connect ─► id ─┬─► request ─► answer
///              └─ yes ───────────────────────┘        └─► error with an old id ─► connect, once more
/// </code>
/// </summary>
internal sealed class UdpPort : IDatagramHandler
{
    private readonly AnnouncerWorld _world;
    private IDatagrams _datagrams = null!;

    /// <summary>Calls whose packet is out, by its transaction id.</summary>
    private readonly Dictionary<uint, UdpCall> _sent = [];

    /// <summary>Calls that wait for another one to connect.</summary>
    private readonly List<UdpCall> _waiting = [];
    private readonly Dictionary<Endpoint, (ulong Id, TimeSpan Until)> _connections = [];

    private UdpPort(AnnouncerWorld world, Endpoint local) => (_world, Local) = (world, local);

    /// <summary>What it was bound to, with port 0.</summary>
    public Endpoint Local { get; }

    public static UdpPort? Open(AnnouncerWorld world, Endpoint local, out string? failure)
    {
        var port = new UdpPort(world, local);
        port._datagrams = world.Transport.OpenDatagrams(world.Loop, local, port, out failure)!;
        return port._datagrams is null ? null : port;
    }

    public void Begin(Endpoint server, UdpCall call, TimeSpan time)
    {
        call.Server = server;
        call.Deadline = _world.Loop.Now + time;
        call.Timer = _world.Loop.CreateTimer(() => EndWithFollowers(call, silent => silent.Fail("does not answer", isSilent: true)));
        if (_connections.TryGetValue(server, out var connection) && _world.Loop.Now < connection.Until)
        {
            call.HasOldConnection = true;
            SendRequest(call, connection.Id);
        }
        else if (_sent.Values.Any(other => other.Server == server && !other.IsConnected))
        {
            Arm(call);
            _waiting.Add(call);
        }
        else
        {
            SendConnect(call);
        }
    }

    public void OnDatagram(Endpoint from, ReadOnlySpan<byte> datagram)
    {
        if (!UdpReplyHeader.TryRead(datagram, out var header) || !_sent.TryGetValue(header.TransactionId, out var call) || call.Server != from)
        {
            return;
        }

        if (header.Action == UdpAction.Error)
        {
            Refuse(call, UdpError.Read(datagram));
        }
        else if (call.IsConnected && header.Action == call.Action)
        {
            End(call).Take(datagram);
        }
        else if (!call.IsConnected && header.Action == UdpAction.Connect && UdpReplyHeader.TryReadConnectionId(datagram, out var id))
        {
            Connect(call, id);
        }
        else
        {
            EndWithFollowers(call, followed => followed.Fail("answered something else", isSilent: false));
        }
    }

    public void Close()
    {
        foreach (var call in _sent.Values.Concat(_waiting))
        {
            call.Timer.Disarm();
        }

        _sent.Clear();
        _waiting.Clear();
        _datagrams.Close();
    }

    private void Connect(UdpCall call, ulong id)
    {
        Remember(call.Server, id);
        _sent.Remove(call.Transaction);
        SendRequest(call, id);
        foreach (var follower in TakeFollowers(call.Server))
        {
            SendRequest(follower, id);
        }
    }

    private void Refuse(UdpCall call, string text)
    {
        // Whatever the tracker means, an id that it may have forgotten is not used again.
        _connections.Remove(call.Server);
        if (call is { IsConnected: true, HasOldConnection: true })
        {
            _sent.Remove(call.Transaction);
            call.IsConnected = call.HasOldConnection = false;
            SendConnect(call);
        }
        else
        {
            EndWithFollowers(call, refused => refused.Refuse(text));
        }
    }

    private void Remember(Endpoint server, ulong id)
    {
        var now = _world.Loop.Now;
        if (_connections.Count >= Limits.UdpConnections)
        {
            foreach (var old in _connections.Where(pair => pair.Value.Until <= now).Select(pair => pair.Key).ToList())
            {
                _connections.Remove(old);
            }
        }

        if (_connections.Count < Limits.UdpConnections)
        {
            _connections[server] = (id, now + Limits.UdpConnection);
        }
    }

    private void SendConnect(UdpCall call)
    {
        Span<byte> packet = stackalloc byte[UdpRequestHeader.Length];
        call.Transaction = NewTransaction();
        UdpRequestHeader.Connect(call.Transaction).Write(packet);
        Send(call, packet);
    }

    private void SendRequest(UdpCall call, ulong id)
    {
        Span<byte> packet = stackalloc byte[call.Longest];
        call.IsConnected = true;
        call.Transaction = NewTransaction();
        Send(call, packet[..call.Write(packet, id, call.Transaction)]);
    }

    private void Send(UdpCall call, ReadOnlySpan<byte> packet)
    {
        _sent.Add(call.Transaction, call);
        Arm(call);
        if (!_datagrams.Send(call.Server, packet))
        {
            // Heard later, as every end is.
            var transaction = call.Transaction;
            _world.Loop.Post(() =>
            {
                if (call.Transaction == transaction && IsSent(call))
                {
                    EndWithFollowers(call, unreached => unreached.Fail("cannot be reached", isSilent: false));
                }
            });
        }
    }

    private void Arm(UdpCall call)
    {
        var left = call.Deadline - _world.Loop.Now;
        call.Timer.Arm(left < Limits.UdpPatience ? left : Limits.UdpPatience);
    }

    private uint NewTransaction()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        do
        {
            _world.Secrets.Fill(bytes);
        }
        while (_sent.ContainsKey(BinaryPrimitives.ReadUInt32BigEndian(bytes)));
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    private UdpCall End(UdpCall call)
    {
        call.Timer.Disarm();
        _waiting.Remove(call);
        if (IsSent(call))
        {
            _sent.Remove(call.Transaction);
        }

        return call;
    }

    private bool IsSent(UdpCall call) => _sent.TryGetValue(call.Transaction, out var sent) && sent == call;

    /// <summary>A failure to connect is one for all that waited for it.</summary>
    private void EndWithFollowers(UdpCall call, Action<UdpCall> tell)
    {
        var followers = IsSent(call) && !call.IsConnected ? TakeFollowers(call.Server) : [];
        tell(End(call));
        foreach (var follower in followers)
        {
            tell(End(follower));
        }
    }

    private List<UdpCall> TakeFollowers(Endpoint server)
    {
        var followers = _waiting.FindAll(call => call.Server == server);
        _waiting.RemoveAll(call => call.Server == server);
        return followers;
    }
}
