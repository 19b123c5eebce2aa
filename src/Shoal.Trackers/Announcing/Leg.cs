using Shoal.Metainfo;

namespace Shoal.Trackers.Announcing;

/// <summary>One info-hash announced to one tracker from one address of ours: to the tracker a peer of its own, with its own events.</summary>
internal sealed class Leg(Sha1Hash hash, bool isFirstHash)
{
    public Sha1Hash Hash => hash;

    /// <summary>Of a hybrid's two hashes the first one tells what was moved, lest it counts twice.</summary>
    public bool IsFirstHash => isFirstHash;

    /// <summary>The way it went last; "stopped" goes the same.</summary>
    public required Route Route { get; set; }

    /// <summary>The tracker took a "started": all other events come after it.</summary>
    public bool IsStarted { get; set; }

    /// <summary>The tracker took a "completed".</summary>
    public bool IsCompleted { get; set; }

    /// <summary>A request was sent and has not ended: the tracker may know us already.</summary>
    public bool IsUnderWay { get; set; }

    /// <summary>BEP 3: given back to the tracker that gave it.</summary>
    public string? TrackerId { get; set; }
}
