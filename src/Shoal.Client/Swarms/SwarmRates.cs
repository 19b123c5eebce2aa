using Shoal.Net.Rates;

namespace Shoal.Client.Swarms;

/// <summary>How fast one torrent may send and ask: its own limits within the client's. While there is no room, peers are served in turn, one block each.</summary>
internal sealed class SwarmRates
{
    private readonly Swarm _swarm;
    private readonly TokenBucket _ownUp;
    private readonly TokenBucket _ownDown;
    private int _nextUp;
    private int _nextDown;

    public SwarmRates(Swarm swarm, long? up, long? down)
    {
        _swarm = swarm;
        var leases = swarm.Context.Leases;
        _ownUp = new TokenBucket(leases.Time, up);
        _ownDown = new TokenBucket(leases.Time, down);
        Up = new RateLane(swarm.Context.Loop, _ownUp, leases.Up, ServeUp);
        Down = new RateLane(swarm.Context.Loop, _ownDown, leases.Down, ServeDown);
    }

    /// <summary>What is sent.</summary>
    public RateLane Up { get; }

    /// <summary>What is asked for: as many requests, so many blocks.</summary>
    public RateLane Down { get; }

    /// <summary>Other limits of this torrent.</summary>
    public void Change(long? up, long? down)
    {
        _ownUp.Rate = up;
        _ownDown.Rate = down;
        Restart();
    }

    /// <summary>The client's limits changed.</summary>
    public void Restart()
    {
        Up.Restart();
        Down.Restart();
    }

    public void Close()
    {
        Up.Close();
        Down.Close();
    }

    private void ServeUp() => GoRound(ref _nextUp, Up, static peer => peer.Uploads.Pump(most: 1));

    private void ServeDown() => GoRound(ref _nextDown, Down, peer => _swarm.Downloader.Fill(peer, most: 1));

    /// <summary>Serves peer after peer until nobody wants or nothing is left; whoever was refused is the first of the next time.</summary>
    private void GoRound(ref int next, RateLane lane, Func<Peer, bool> serve)
    {
        for (var idle = 0; idle < _swarm.Peers.Count; next++)
        {
            next = next < _swarm.Peers.Count ? next : 0;
            var wasServed = serve(_swarm.Peers.All[next]);
            if (!wasServed && lane.IsWaiting)
            {
                return;
            }

            idle = wasServed ? 0 : idle + 1;
        }
    }
}
