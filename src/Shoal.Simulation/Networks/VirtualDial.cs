using Shoal.Net;
using Shoal.Runtime;
using Shoal.Simulation.Time;

namespace Shoal.Simulation.Networks;

/// <summary>A connection being made: there and back once. Ends once, on the dialling loop.</summary>
internal sealed class VirtualDial(World world, NetworkHost from, SimulatedLoop loop, Endpoint remote, IDialHandler handler)
{
    private bool _hasEnded;

    public void Start(TimeSpan timeout)
    {
        if (from.NextLocal(remote.IsIPv4) is not { } local)
        {
            Fail("network is unreachable");
            return;
        }

        world.Agenda.After(timeout, () => Fail("timed out"));
        if (world.Network.Find(remote) is { } to)
        {
            world.Agenda.After(world.Network.DelayOf(from, to), () => Knock(to, local));
        }
    }

    private void Knock(NetworkHost to, Endpoint local)
    {
        if (_hasEnded || to.IsDown || to.IsMute || to.Line.IsBehindNat || from.IsDown || world.Network.IsCut(from, to))
        {
            return;
        }

        var back = world.Network.DelayOf(to, from);
        if (to.ListenerAt(remote) is not { } listener)
        {
            world.Agenda.After(back, () => Fail("connection refused"));
            return;
        }

        var link = world.Network.Connect(from, to, local, remote);
        world.Log.Add(EventKind.Accepted, to.Index, from.Index, 0);
        listener.Accept(link.Other);
        world.Agenda.After(back, () => Succeed(link));
    }

    private void Succeed(VirtualLink link)
    {
        if (_hasEnded)
        {
            link.Close();
            return;
        }

        _hasEnded = true;
        world.Log.Add(EventKind.Dialled, from.Index, 1, 0);
        loop.Post(() => handler.OnConnected(link));
    }

    private void Fail(string reason)
    {
        if (!_hasEnded)
        {
            _hasEnded = true;
            world.Log.Add(EventKind.Dialled, from.Index, 0, 0);
            loop.Post(() => handler.OnDialFailed(reason));
        }
    }
}
