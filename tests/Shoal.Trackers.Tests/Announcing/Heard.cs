using System.Net;
using Shoal.Runtime;
using Shoal.Trackers.Announcing;

namespace Shoal.Trackers.Tests.Announcing;

internal sealed class Heard : IAnnounceHandler
{
    public List<(string Tracker, Endpoint Peer)> Peers { get; } = [];

    public List<IPAddress> External { get; } = [];

    public void OnPeers(string shownTracker, IReadOnlyList<Endpoint> peers) => Peers.AddRange(peers.Select(peer => (shownTracker, peer)));

    public void OnExternalAddress(IPAddress address) => External.Add(address);
}
