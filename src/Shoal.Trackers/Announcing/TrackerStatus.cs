namespace Shoal.Trackers.Announcing;

/// <summary>How one tracker of a torrent stands.</summary>
public enum TrackerStatus
{
    /// <summary>Not asked yet: a tracker before it answers.</summary>
    Idle,

    /// <summary>Being asked, or in the queue for it.</summary>
    Announcing,

    /// <summary>Answered the last time.</summary>
    Working,

    /// <summary>Did not, and will be asked again.</summary>
    Failing,

    /// <summary>Will not be asked again: it said so, or nobody here speaks its protocol.</summary>
    Out,
}
