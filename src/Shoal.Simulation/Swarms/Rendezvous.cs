using Shoal.Client.Swarms;

namespace Shoal.Simulation.Swarms;

/// <summary>Introduces hosts as a tracker does: who announces hears of up to fifty others by chance. Who was not heard of for long is forgotten, who crashed is not.</summary>
internal sealed class Rendezvous(World world)
{
    /// <summary>What clients ask for, and most trackers give at most.</summary>
    private const int Most = 50;

    private static readonly TimeSpan AnswerTakes = TimeSpan.FromMilliseconds(150);

    /// <summary>The usual interval.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(30);

    /// <summary>The least interval: so often asks who downloads and knows few.</summary>
    private static readonly TimeSpan Soonest = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(45);

    private readonly List<(SimulatedHost Host, TimeSpan At)> _heard = [];

    /// <summary>Each host's last joining: what was planned for earlier ones is void.</summary>
    private readonly Dictionary<SimulatedHost, int> _joinings = [];

    /// <summary>The host's client, or a torrent of it, has started and announces from now on.</summary>
    public void Join(SimulatedHost host)
    {
        _joinings[host] = _joinings.GetValueOrDefault(host) + 1;
        Announce(host);
        Watch(host, _joinings[host], world.Agenda.Now);
    }

    private void Watch(SimulatedHost host, int joining, TimeSpan announced) => world.Agenda.After(Soonest, () =>
    {
        if (host.IsCrashed || _joinings[host] != joining || host.Swarm.State is SwarmState.Stopping or SwarmState.Stopped)
        {
            return;
        }

        var now = world.Agenda.Now;
        var isDue = now - announced >= Every || (host.Swarm.State == SwarmState.Downloading && host.Swarm.Peers.Count < Client.Limits.FewPeers);
        if (isDue)
        {
            Announce(host);
        }

        Watch(host, joining, isDue ? now : announced);
    });

    private void Announce(SimulatedHost host)
    {
        var now = world.Agenda.Now;
        _heard.RemoveAll(h => h.Host == host || now - h.At > Remembered);
        var others = _heard.Select(h => h.Host).ToArray();
        _heard.Add((host, now));
        var given = Math.Min(Most, others.Length);
        for (var i = 0; i < given; i++)
        {
            var chosen = i + world.Chance.Below(others.Length - i);
            (others[i], others[chosen]) = (others[chosen], others[i]);
        }

        world.Agenda.After(AnswerTakes, () =>
        {
            if (!host.IsCrashed)
            {
                Array.ForEach(others[..given], other => host.Tell(other, PeerSources.Tracker));
            }
        });
    }
}
