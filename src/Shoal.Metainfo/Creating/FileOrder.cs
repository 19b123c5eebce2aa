namespace Shoal.Metainfo.Creating;

/// <summary>
/// The order of files in a torrent, by the bytes of their UTF-8 names alone, so that every machine and locale agrees.
/// v2 and hybrid: component by component, as the sorted keys of BEP 52's file tree come. v1: by the whole path, as mktorrent
/// and transmission-create do, so that the same folder gives the same info-hash. They differ for names with bytes below '/'.
/// </summary>
internal sealed class FileOrder(TorrentFormat format) : IComparer<SourceFile>
{
    private readonly bool _byComponent = format != TorrentFormat.V1;

    public int Compare(SourceFile? x, SourceFile? y)
    {
        var left = x!.PathBytes.Span;
        var right = y!.PathBytes.Span;
        var common = left.CommonPrefixLength(right);
        return common == left.Length || common == right.Length
            ? left.Length.CompareTo(right.Length)
            : Rank(left[common]).CompareTo(Rank(right[common]));
    }

    // The end of a component comes before any byte that could continue it.
    private int Rank(byte value) => _byComponent && value == (byte)'/' ? 0 : value;
}
