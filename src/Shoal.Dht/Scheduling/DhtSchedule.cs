using Shoal.Dht.Searches;
using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Dht.Scheduling;

/// <summary>
/// When each torrent of a client is looked for. Few searches run at once, whoever is due longest first, so ten thousand torrents started together are looked for
/// one after the other; where they are more than the time between two searches allows, that time grows and nothing else does.
/// </summary>
public sealed class DhtSchedule
{
    private readonly DhtWorld _world;
    private readonly DhtService _service;
    private readonly PriorityQueue<(DhtTorrent Torrent, int Plan), (TimeSpan Due, long Order)> _due = new();
    private readonly LoopTimer _timer;
    private int _running;
    private long _order;

    internal DhtSchedule(DhtWorld world, DhtService service)
    {
        (_world, _service) = (world, service);
        _timer = world.Loop.CreateTimer(Run);
    }

    /// <summary>Searches under way.</summary>
    public int Running => _running;

    /// <summary>Adds a torrent, to be looked for as soon as it is its turn.</summary>
    /// <param name="hash">The v1 hash, or the v2 hash cut to 20 bytes.</param>
    /// <param name="announce">What is told of us, asked anew for each search; null: nothing.</param>
    /// <param name="onPeers">Hears of peers, those of earlier searches too.</param>
    public DhtTorrent Add(Sha1Hash hash, Func<DhtAnnounce?> announce, Action<IReadOnlyList<Endpoint>> onPeers)
    {
        ArgumentNullException.ThrowIfNull(announce);
        ArgumentNullException.ThrowIfNull(onPeers);
        var torrent = new DhtTorrent(this, hash, announce, onPeers);
        Put(torrent, TimeSpan.Zero);
        return torrent;
    }

    /// <summary>Whoever knew nobody when it was looked for is looked for again: the network is there now.</summary>
    internal void OnNetwork() => _timer.Arm(TimeSpan.Zero);

    internal void Put(DhtTorrent torrent, TimeSpan pause)
    {
        // A tenth more by chance, so that what was added together does not stay together.
        torrent.Due = _world.Loop.Now + pause + (pause / 10_000 * _world.Chance.Below(1000));
        _due.Enqueue((torrent, ++torrent.Plan), (torrent.Due, _order++));
        Arm();
    }

    /// <summary>As above, unless it is due before anyway.</summary>
    internal void PutSooner(DhtTorrent torrent, TimeSpan pause)
    {
        if (torrent.Due > _world.Loop.Now + pause)
        {
            Put(torrent, pause);
        }
    }

    internal void OnOver()
    {
        _running--;
        Arm();
    }

    internal void Stop() => _timer.Disarm();

    private void Run()
    {
        // A node that knows nobody finds nobody; the bootstrap says when that has changed.
        while (_running < Limits.SearchesAtOnce && _service.IsReady && Front() is { } torrent && torrent.Due <= _world.Loop.Now)
        {
            _due.Dequeue();
            _running++;
            torrent.Begin(_service);
        }

        Arm();
    }

    private void Arm()
    {
        if (_running < Limits.SearchesAtOnce && _service.IsReady && Front() is { } torrent)
        {
            _timer.Arm(torrent.Due - _world.Loop.Now);
        }
    }

    /// <summary>Whoever is due next, void entries thrown away.</summary>
    private DhtTorrent? Front()
    {
        while (_due.TryPeek(out var entry, out _))
        {
            if (entry.Plan == entry.Torrent.Plan)
            {
                return entry.Torrent;
            }

            _due.Dequeue();
        }

        return null;
    }
}
