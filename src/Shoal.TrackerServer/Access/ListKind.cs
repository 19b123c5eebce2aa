namespace Shoal.TrackerServer.Access;

/// <summary>What a list of info-hashes means.</summary>
public enum ListKind
{
    /// <summary>There is none: every torrent is served.</summary>
    None,

    /// <summary>Only the torrents on it are served.</summary>
    Allow,

    /// <summary>All but the torrents on it are served.</summary>
    Deny,
}
