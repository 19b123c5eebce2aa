using Shoal.Metainfo.Layout;

namespace Shoal.Metainfo.Files;

/// <summary>Which hashes to compute of which pieces.</summary>
/// <param name="Layout">Files and pieces.</param>
/// <param name="V1">SHA-1 of each piece.</param>
/// <param name="V2">The BEP 52 root of each piece.</param>
/// <param name="Ranges">The pieces.</param>
public sealed record HashJob(FileLayout Layout, bool V1, bool V2, IReadOnlyList<PieceRange> Ranges)
{
    /// <summary>For all pieces of the layout.</summary>
    public HashJob(FileLayout layout, bool v1, bool v2)
        : this(layout, v1, v2, layout?.PieceCount > 0 ? [new PieceRange(0, layout.PieceCount)] : [])
    {
    }

    /// <summary>Bytes of the pieces, pads at their ends not counted.</summary>
    public long DataLength => Ranges.Sum(range => Enumerable.Range(range.First, range.Count).Sum(piece => (long)Layout.DataLengthOf(new PieceIndex(piece))));
}
