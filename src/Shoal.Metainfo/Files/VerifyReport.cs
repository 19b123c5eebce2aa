namespace Shoal.Metainfo.Files;

/// <summary>What verifying found.</summary>
/// <param name="Good">One entry a piece: every hash that the torrent gives agrees.</param>
/// <param name="Contradictions">Pieces for which a hybrid's two hashes disagree about the same bytes: the torrent itself is wrong.</param>
/// <param name="Files">In the torrent's order, pads left out.</param>
public sealed record VerifyReport(IReadOnlyList<bool> Good, int Contradictions, IReadOnlyList<VerifiedFile> Files)
{
    /// <summary>Pieces that are right.</summary>
    public int GoodPieces { get; } = Good.Count(good => good);

    /// <summary>True when every piece is right and every file is as long as it should be.</summary>
    public bool IsComplete => GoodPieces == Good.Count && Files.All(f => f.Condition == FileCondition.Complete);
}
