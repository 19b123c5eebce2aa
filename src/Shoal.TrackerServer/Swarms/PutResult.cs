namespace Shoal.TrackerServer.Swarms;

/// <summary>What an announce changed in a group.</summary>
internal enum PutResult
{
    /// <summary>There is no room.</summary>
    Full,

    /// <summary>The peer is new.</summary>
    Added,

    /// <summary>It was here, as the same.</summary>
    Kept,

    /// <summary>It was here with another peer id.</summary>
    Renamed,

    /// <summary>It was a leecher or a seed and is the other now.</summary>
    Turned,
}
