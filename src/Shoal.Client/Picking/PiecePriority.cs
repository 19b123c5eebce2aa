namespace Shoal.Client.Picking;

/// <summary>How much a piece or file is wanted.</summary>
public enum PiecePriority
{
    /// <summary>Not fetched.</summary>
    Skip,

    /// <summary>After everything normal.</summary>
    Low,

    Normal,

    /// <summary>Before everything normal.</summary>
    High,
}
