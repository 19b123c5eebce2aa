namespace Shoal.Metainfo.Creating;

/// <summary>The hashes of all pieces, computed from files.</summary>
/// <param name="V1">20 bytes a piece, or empty.</param>
/// <param name="V2">32 bytes a piece: the root of the piece, or of its file where that fits one piece. Or empty.</param>
internal readonly record struct PieceHashes(byte[] V1, byte[] V2);
