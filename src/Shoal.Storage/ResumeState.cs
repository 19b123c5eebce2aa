using Shoal.Metainfo;

namespace Shoal.Storage;

/// <summary>What a torrent remembers across a restart.</summary>
public sealed class ResumeState
{
    /// <summary>One bit a piece, high bit first as on the wire: verified and written.</summary>
    public required byte[] Have { get; init; }

    /// <summary>For each partly fetched piece in the part file: one bit a block, high bit first. Unverified.</summary>
    public required IReadOnlyList<(PieceIndex Piece, byte[] Blocks)> Partial { get; init; }

    /// <summary>True when the torrent was stopped in order; false while it runs, so that a crash is seen.</summary>
    public required bool IsClean { get; init; }

    /// <summary>Payload bytes ever sent.</summary>
    public long Uploaded { get; init; }

    /// <summary>Payload bytes ever received.</summary>
    public long Downloaded { get; init; }
}
