using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Simulation.Networks;

/// <summary>An open UDP port of a simulated host: datagrams are late, overtake each other and get lost as the lines say.</summary>
internal sealed class VirtualDatagrams(World world, NetworkHost host, Loop loop, Endpoint local, IDatagramHandler handler) : IDatagrams
{
    private const int Longest = 65_507;

    private bool _isClosed;

    public Endpoint Local => local;

    public bool Send(Endpoint to, ReadOnlySpan<byte> datagram)
    {
        if (_isClosed || to.IsIPv4 != local.IsIPv4 || datagram.Length > Longest || host.IsMute)
        {
            return false;
        }

        if (world.Network.Find(to) is { } there && !IsLost(host) && !IsLost(there) && !world.Network.IsCut(host, there))
        {
            var copy = datagram.ToArray();
            world.Agenda.After(world.Network.DelayOf(host, there), () => there.DatagramsAt(to)?.Arrive(local, copy));
        }

        return true;
    }

    public void Close()
    {
        _isClosed = true;
        host.CloseDatagrams(local);
    }

    private void Arrive(Endpoint from, byte[] datagram)
    {
        world.Log.Add(EventKind.Datagram, host.Index, datagram.Length, from.Port);
        loop.Post(() =>
        {
            if (!_isClosed)
            {
                handler.OnDatagram(from, datagram);
            }
        });
    }

    private bool IsLost(NetworkHost at) => at.Line.LossPerMille > 0 && world.Chance.Below(1000) < at.Line.LossPerMille;
}
