using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Simulation.Dht;

/// <summary>An open port of a host.</summary>
internal sealed class PacketPort(PacketHost host, Endpoint local) : IDatagrams
{
    /// <summary>Many routers forget after 30 s to two minutes.</summary>
    private static readonly TimeSpan RouterMemory = TimeSpan.FromSeconds(60);

    /// <summary>Where a host behind a router sent to, and when last; swept when it has doubled.</summary>
    private readonly Dictionary<Endpoint, TimeSpan>? _sentTo = host.IsNatted ? [] : null;
    private int _sweepAt = 256;
    private bool _isClosed;

    public Endpoint Local => local;

    /// <summary>Who hears what comes.</summary>
    public IDatagramHandler Handler { get; set; } = null!;

    public bool Send(Endpoint to, ReadOnlySpan<byte> datagram)
    {
        if (_isClosed || to.IsIPv4 != local.IsIPv4)
        {
            return false;
        }

        if (_sentTo is not null)
        {
            _sentTo[to] = host.Network.Now;
            Sweep();
        }

        host.Network.Send(local, to, datagram);
        return true;
    }

    public void Close()
    {
        _isClosed = true;
        host.Network.Remove(this);
    }

    /// <summary>True where a packet comes through to the handler.</summary>
    public bool LetsIn(Endpoint from, TimeSpan now) => !_isClosed && (_sentTo is null || _sentTo.TryGetValue(from, out var sent) && now - sent <= RouterMemory);

    private void Sweep()
    {
        if (_sentTo!.Count < _sweepAt)
        {
            return;
        }

        var old = host.Network.Now - RouterMemory;
        foreach (var (to, sent) in _sentTo)
        {
            if (sent < old)
            {
                _sentTo.Remove(to);
            }
        }

        _sweepAt = Math.Max(256, _sentTo.Count * 2);
    }
}
