using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Simulation.Dht;

/// <summary>A torrent that some members have, and what is true of it: who must be found.</summary>
/// <param name="hash">Its info-hash.</param>
/// <param name="expiry">How long an announce holds.</param>
internal sealed class Torrent(Sha1Hash hash, TimeSpan expiry)
{
    private readonly Dictionary<Endpoint, (Member Announcer, TimeSpan At)> _announced = [];

    public Sha1Hash Hash => hash;

    /// <summary>At least one node took it.</summary>
    public void OnAnnounced(Endpoint peer, Member announcer, TimeSpan now) => _announced[peer] = (announcer, now);

    /// <summary>Those whose announce holds: their session and the stores' expiry last.</summary>
    public List<Endpoint> Peers(TimeSpan now) => [.. _announced.Where(a => !a.Value.Announcer.IsGone && now - a.Value.At < expiry).Select(a => a.Key)];
}
