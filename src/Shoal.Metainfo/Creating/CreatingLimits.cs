namespace Shoal.Metainfo.Creating;

/// <summary>Bounds on what is made: no more than <see cref="Shoal.Metainfo"/> itself reads back.</summary>
internal static class CreatingLimits
{
    /// <summary>Pieces in a torrent: libtorrent and this library read no more.</summary>
    internal const int Pieces = 1 << 21;

    /// <summary>Files in a torrent.</summary>
    internal const int Files = 250_000;

    /// <summary>Folders in folders; also what ends a walk around a loop of links.</summary>
    internal const int Depth = 100;
}
