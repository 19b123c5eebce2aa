using Shoal.Metainfo;

namespace Shoal.Peers.Messages;

/// <summary>A run of bytes in a piece, as request, cancel, reject and piece messages name it.</summary>
public readonly record struct BlockRequest(PieceIndex Piece, int Begin, int Length);
