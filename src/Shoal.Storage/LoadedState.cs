using Shoal.Metainfo;

namespace Shoal.Storage;

/// <summary>What a store knows before anything was checked.</summary>
public sealed class LoadedState
{
    /// <summary>One bit a piece, high bit first: pieces that need no check. The caller adds what the check finds.</summary>
    public required byte[] Have { get; init; }

    /// <summary>Pieces that may be there and must be checked before the start, in order.</summary>
    public required IReadOnlyList<PieceRange> ToCheck { get; init; }

    /// <summary>Partly fetched pieces in the part file: one bit a block, high bit first. Unverified.</summary>
    public required IReadOnlyList<(PieceIndex Piece, byte[] Blocks)> Partial { get; init; }

    /// <summary>Payload bytes ever sent.</summary>
    public long Uploaded { get; init; }

    /// <summary>Payload bytes ever received.</summary>
    public long Downloaded { get; init; }
}
