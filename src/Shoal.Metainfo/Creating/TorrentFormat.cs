namespace Shoal.Metainfo.Creating;

/// <summary>Which of the two kinds of torrent to make.</summary>
public enum TorrentFormat
{
    /// <summary>Both in one: old and new clients share it (BEP 52 "Upgrade Path").</summary>
    Hybrid,

    /// <summary>BEP 3 alone, with no key that a first-generation client would not know.</summary>
    V1,

    /// <summary>BEP 52 alone.</summary>
    V2,
}
