using System.Numerics;

namespace Shoal.Metainfo.Creating;

/// <summary>
/// Chooses how long a piece is: long enough for at most 2,048 pieces, so that a .torrent stays small, and short enough
/// for about a thousand, so that peers soon have something to give.
/// <code>
///   up to  32 MiB   16 KiB       up to  2 GiB    1 MiB
///   up to  64 MiB   32 KiB       up to  4 GiB    2 MiB
///   up to 128 MiB   64 KiB       up to  8 GiB    4 MiB
///   up to 256 MiB  128 KiB       up to 16 GiB    8 MiB
///   up to 512 MiB  256 KiB       beyond         16 MiB
///   up to   1 GiB  512 KiB
/// </code>
/// </summary>
public static class PieceLengths
{
    /// <summary>BEP 52 allows no shorter piece, and none is of use: it would be less than a block.</summary>
    public const int Smallest = 16 * 1024;

    /// <summary>The longest that is chosen: a peer must fetch a whole piece before it can give any of it.</summary>
    public const int LargestChosen = 16 * 1024 * 1024;

    /// <summary>The longest that may be asked for; libtorrent refuses longer ones.</summary>
    public const int LargestAllowed = 128 * 1024 * 1024;

    private const long MostPieces = 2048;

    /// <summary>The length for this many bytes of files.</summary>
    public static int For(long totalLength)
    {
        var length = (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(1, totalLength / MostPieces + (totalLength % MostPieces == 0 ? 0 : 1)));
        return (int)Math.Clamp(length, Smallest, LargestChosen);
    }

    /// <summary>True when a torrent may be made with it.</summary>
    public static bool IsAllowed(int length) => length is >= Smallest and <= LargestAllowed && BitOperations.IsPow2(length);
}
