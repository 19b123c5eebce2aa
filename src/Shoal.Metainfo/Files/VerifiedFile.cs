namespace Shoal.Metainfo.Files;

/// <summary>What verifying found of one file.</summary>
/// <param name="File">The file as the torrent has it.</param>
/// <param name="Condition">The verdict.</param>
/// <param name="GoodPieces">How many of the pieces it touches are right.</param>
/// <param name="Pieces">How many pieces it touches; 0 for an empty file.</param>
/// <param name="Reason">Why, where the pieces do not say it; or null.</param>
public sealed record VerifiedFile(TorrentFile File, FileCondition Condition, int GoodPieces, int Pieces, string? Reason);
