namespace Shoal.Trackers.Announcing;

/// <summary>The life of a torrent at its announcer, in this order.</summary>
internal enum AnnouncerState
{
    /// <summary>Added.</summary>
    Idle,

    /// <summary>Announced as is due.</summary>
    Running,

    /// <summary>Only "stopped" is sent.</summary>
    Stopping,

    /// <summary>Nothing is sent or told any more.</summary>
    Stopped,
}
