namespace Shoal.TrackerServer.Http;

/// <summary>What a path asks a tracker for.</summary>
internal enum TrackerAction
{
    /// <summary>Nothing that is there.</summary>
    None,

    /// <summary>BEP 3.</summary>
    Announce,

    /// <summary>BEP 48.</summary>
    Scrape,
}
