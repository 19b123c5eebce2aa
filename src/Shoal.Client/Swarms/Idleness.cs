namespace Shoal.Client.Swarms;

/// <summary>Notices that a torrent has had neither a peer nor hope of one for a while, and may sleep.</summary>
internal sealed class Idleness(Swarm swarm)
{
    private TimeSpan _since = swarm.Context.Loop.Now;

    public void Tick(TimeSpan now)
    {
        if (swarm.State is not (SwarmState.Downloading or SwarmState.Seeding) || swarm.Peers.Count > 0 || swarm.Dialer.IsDialling || swarm.Peers.Book.HasHope)
        {
            _since = now;
        }
        else if (now - _since >= swarm.Context.SleepAfter)
        {
            swarm.Observer.OnIdle();
        }
    }
}
