namespace Shoal.Trackers.Messages;

/// <summary>What happened since the last announce (BEP 3); the numbers are those of BEP 15.</summary>
public enum AnnounceEvent
{
    /// <summary>Nothing: a regular announce.</summary>
    None = 0,

    /// <summary>The download became complete. Never sent for a torrent that was complete at its start.</summary>
    Completed = 1,

    /// <summary>The first announce.</summary>
    Started = 2,

    /// <summary>The last one: the peer leaves.</summary>
    Stopped = 3,
}
