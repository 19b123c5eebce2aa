using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Simulation.Dht;

/// <summary>Torrents that members announce, and lookups of others: what the measures of an overlay are taken from.</summary>
internal sealed class Survey
{
    /// <summary>How often a client announces (the schedule's own time between two searches).</summary>
    private static readonly TimeSpan AnnounceEvery = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Expiry = TimeSpan.FromMinutes(45);

    /// <summary>Announcers of a torrent: few, so that every answer names all that a node stores.</summary>
    private static readonly int[] Popularity = [1, 1, 2, 4, 8];

    private readonly Overlay _overlay;
    private readonly List<Torrent> _torrents = [];
    private readonly List<Probe> _probes = [];

    /// <summary>Torrents that are announced over some minutes, by members who are there then.</summary>
    public Survey(Overlay overlay, int torrents, TimeSpan over)
    {
        _overlay = overlay;
        for (var i = 0; i < torrents; i++)
        {
            var torrent = NewTorrent();
            for (var j = 0; j < Popularity[i % Popularity.Length]; j++)
            {
                overlay.After(over / torrents * i, () => Announce(torrent));
            }
        }
    }

    public IReadOnlyList<Torrent> Torrents => _torrents;

    public IReadOnlyList<Probe> Probes => _probes;

    /// <summary>Has so many lookups made over some time.</summary>
    public void Look(int lookups, TimeSpan over)
    {
        for (var i = 0; i < lookups; i++)
        {
            _overlay.After(over / lookups * i, () => Look(_torrents.FindAll(t => t.Peers(_overlay.Network.Now).Count > 0)));
        }
    }

    /// <summary>A torrent that nobody has yet.</summary>
    public Torrent NewTorrent()
    {
        Span<byte> hash = stackalloc byte[Sha1Hash.Length];
        _overlay.Network.Secrets.Fill(hash);
        var torrent = new Torrent(new Sha1Hash(hash), Expiry);
        _torrents.Add(torrent);
        return torrent;
    }

    /// <summary>Somebody has it from now on; who leaves is followed by nobody.</summary>
    public void Announce(Torrent torrent)
    {
        if (Someone() is { } member)
        {
            _ = new Announcer(_overlay, torrent, member, (ushort)(1024 + _overlay.Network.Chance.Below(60_000)), AnnounceEvery);
        }
    }

    /// <summary>Somebody looks for one of them.</summary>
    public void Look(List<Torrent> some)
    {
        if (some.Count > 0 && Someone() is { } member)
        {
            _probes.Add(new Probe(_overlay, some[_overlay.Network.Chance.Below(some.Count)], member));
        }
    }

    private Member? Someone() => _overlay.Any(m => m.Role is Role.Open or Role.Natted && m.Node.Upkeep.HasJoined);
}
