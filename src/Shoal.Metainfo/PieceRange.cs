namespace Shoal.Metainfo;

/// <summary>Pieces in a row.</summary>
/// <param name="First">The first one.</param>
/// <param name="Count">How many, at least 1.</param>
public readonly record struct PieceRange(int First, int Count);
