using System.Net;
using Shoal.Runtime;

namespace Shoal.Trackers.Announcing;

/// <summary>Hears what trackers tell of a torrent, on the announcer's loop.</summary>
public interface IAnnounceHandler
{
    /// <summary>A tracker named peers, unchecked: ourselves and known ones may be among them.</summary>
    /// <param name="shownTracker">The tracker as it may be shown.</param>
    /// <param name="peers">Of one family; another answer may bring the other.</param>
    void OnPeers(string shownTracker, IReadOnlyList<Endpoint> peers);

    /// <summary>A tracker said which address it sees us at (BEP 24). Public, and no more than its word.</summary>
    void OnExternalAddress(IPAddress address);

    /// <summary>A tracker stands otherwise than before: a snapshot would show it.</summary>
    void OnChanged()
    {
    }
}
