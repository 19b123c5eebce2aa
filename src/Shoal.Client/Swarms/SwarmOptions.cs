using Shoal.Client.Picking;

namespace Shoal.Client.Swarms;

/// <summary>How one torrent is to be fetched and shared.</summary>
internal sealed class SwarmOptions
{
    /// <summary>A priority for each file; null: all normal.</summary>
    public IReadOnlyList<PiecePriority>? FilePriorities { get; init; }

    /// <summary>Pieces in order instead of rarest first.</summary>
    public bool IsSequential { get; init; }

    /// <summary>Peers served at once.</summary>
    public int UnchokeSlots { get; init; } = 8;
}
