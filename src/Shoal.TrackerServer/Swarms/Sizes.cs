namespace Shoal.TrackerServer.Swarms;

/// <summary>The sizes of blocks, in peers: each is a third larger at most, so that a block is nearly full and a peer is rarely moved.</summary>
internal static class Sizes
{
    /// <summary>Class 0 is no block at all.</summary>
    private static readonly short[] Table = [0, 1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96, 128, 192, 256, 384, 512];

    /// <summary>Peers of a family above which a swarm is split into parts.</summary>
    public const int Small = 96;

    /// <summary>Peers of a part of a large swarm, in the mean, above which one more part is made: a search reads half of a part.</summary>
    public const int PartMost = 64;

    /// <summary>Peers of a part, in the mean, below which a part is given up.</summary>
    public const int PartLeast = 24;

    public static int Classes => Table.Length;

    public static int Of(int sizeClass) => Table[sizeClass];
}
