namespace Shoal.Client.Swarms;

/// <summary>What a swarm does.</summary>
internal enum SwarmState
{
    /// <summary>Fetches what is wanted.</summary>
    Downloading,

    /// <summary>Has all that is wanted and serves it.</summary>
    Seeding,

    /// <summary>The disk failed: nothing is asked for, what waits to be written is tried again.</summary>
    StorageFailed,

    /// <summary>The torrent's own hashes contradict each other; for good.</summary>
    Broken,

    /// <summary>Puts partial pieces and the record on disk.</summary>
    Stopping,

    Stopped,
}
