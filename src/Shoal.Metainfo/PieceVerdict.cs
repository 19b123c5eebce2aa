namespace Shoal.Metainfo;

/// <summary>What the hashes say of a piece.</summary>
public enum PieceVerdict
{
    /// <summary>Every hash that the torrent gives agrees.</summary>
    Good,

    /// <summary>No hash agrees: the bytes are wrong.</summary>
    Bad,

    /// <summary>A hybrid's two hashes disagree about the same bytes: the torrent lies, no peer is to blame.</summary>
    Contradiction,
}
