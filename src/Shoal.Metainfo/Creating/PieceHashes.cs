namespace Shoal.Metainfo.Creating;

/// <summary>The hashes of all pieces, computed from files.</summary>
/// <param name="V1">20 bytes a piece, or empty.</param>
/// <param name="V2">32 bytes a piece: the root of the piece, or of its file where that fits one piece. Or empty.</param>
internal readonly record struct PieceHashes(byte[] V1, byte[] V2)
{
    /// <summary>Sets those of one piece. Any thread may call, each for other pieces.</summary>
    public void Set(PieceIndex piece, ReadOnlySpan<byte> v1, ReadOnlySpan<byte> v2)
    {
        v1.CopyTo(V1.AsSpan(piece.Value * v1.Length));
        v2.CopyTo(V2.AsSpan(piece.Value * v2.Length));
    }
}
