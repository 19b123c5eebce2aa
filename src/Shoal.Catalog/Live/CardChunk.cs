namespace Shoal.Catalog.Live;

/// <summary>The cards of neighbouring numbers: so many that few are held for nothing, and few enough to find the next quickly.</summary>
internal sealed class CardChunk
{
    public const int Length = 512;

    public readonly Card[] Cards = new Card[Length];

    /// <summary>How many of them are of files that are shared now; a chunk of none is given up.</summary>
    public int Used { get; set; }
}
