namespace Shoal.TrackerServer.Access;

/// <summary>Why somebody may not.</summary>
internal enum Refusal
{
    /// <summary>He may.</summary>
    None,

    /// <summary>There is an allow list, and this torrent is not on it.</summary>
    NotListed,

    /// <summary>The torrent is on the deny list.</summary>
    Denied,

    /// <summary>The tracker is private, and no passkey came.</summary>
    NoPasskey,

    /// <summary>The passkey is nobody's, or no more.</summary>
    UnknownPasskey,

    /// <summary>BEP 41 has no options for scrapes, so a private tracker cannot know who scrapes by UDP.</summary>
    ScrapeWithoutPasskey,
}
