using Shoal.Metainfo.Layout;

namespace Shoal.Client.Picking;

/// <summary>From files to pieces: a piece is wanted as much as the file in it that is wanted most.</summary>
internal static class PiecePriorities
{
    public static PiecePriority[] Of(FileLayout layout, IReadOnlyList<PiecePriority>? files)
    {
        var pieces = new PiecePriority[layout.PieceCount];
        for (var i = 0; i < layout.Files.Count; i++)
        {
            var priority = files is null ? PiecePriority.Normal : files[i];
            var (first, end) = layout.Files[i].IsPadding ? (0, 0) : layout.PiecesOf(i);
            for (var piece = first; piece < end; piece++)
            {
                pieces[piece] = priority > pieces[piece] ? priority : pieces[piece];
            }
        }

        return pieces;
    }
}
