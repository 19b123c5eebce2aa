using Shoal.Metainfo.Creating;

namespace Shoal.Metainfo.Tests.Creating;

public sealed class FileOrderTests
{
    private static readonly string[] Paths = ["zz", "sub.txt", "sub/f", "sub-x/h", "sub/deep/g", "Z/z", "a", "ab", "\U0001F600", "\uFFFD", "é"];

    [Fact]
    public void Version_2_orders_by_component_as_the_keys_of_the_file_tree_come() =>
        Assert.Equal(["Z/z", "a", "ab", "sub/deep/g", "sub/f", "sub-x/h", "sub.txt", "zz", "é", "\uFFFD", "\U0001F600"], Sorted(TorrentFormat.V2));

    [Fact]
    public void Version_1_orders_by_whole_path_as_mktorrent_does() =>
        Assert.Equal(["Z/z", "a", "ab", "sub-x/h", "sub.txt", "sub/deep/g", "sub/f", "zz", "é", "\uFFFD", "\U0001F600"], Sorted(TorrentFormat.V1));

    private static IEnumerable<string> Sorted(TorrentFormat format)
    {
        var files = Paths.Select(p => new SourceFile(p, p.Split('/')) { Length = 1 }).ToArray();
        Array.Sort(files, new FileOrder(format));
        return files.Select(f => string.Join('/', f.Components));
    }
}
