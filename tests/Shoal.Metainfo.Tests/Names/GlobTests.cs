using Shoal.Metainfo.Names;

namespace Shoal.Metainfo.Tests.Names;

public sealed class GlobTests
{
    [Theory]
    [InlineData("*.tmp", "a.tmp", true)]
    [InlineData("*.tmp", "deep/down/a.tmp", true)]
    [InlineData("*.tmp", "a.tmp/inside", true)]
    [InlineData("*.tmp", "a.tmpx", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "abbc", false)]
    [InlineData(".git", "x/.git/config", true)]
    [InlineData(".git/", "x/.git/config", true)]
    [InlineData("docs/*.md", "docs/a.md", true)]
    [InlineData("docs/*.md", "docs/sub/a.md", false)]
    [InlineData("docs/*.md", "x/docs/a.md", false)]
    [InlineData("**/sub/*.md", "docs/sub/a.md", true)]
    [InlineData("**/sub/*.md", "sub/a.md", true)]
    [InlineData("docs/**/a.md", "docs/a.md", true)]
    [InlineData("docs/**/a.md", "docs/1/2/a.md", true)]
    [InlineData("docs/**/a.md", "docs/1/2/b.md", false)]
    [InlineData("a/**/b/**/c", "a/b/x/b/c", true)]
    [InlineData("/top", "top", true)]
    [InlineData("", "a", false)]
    [InlineData("A", "a", false)]
    public void Patterns_match_names_anywhere_and_paths_from_the_top(string pattern, string path, bool matches) =>
        Assert.Equal(matches, new Glob(pattern).Matches(path.Split('/')));
}
