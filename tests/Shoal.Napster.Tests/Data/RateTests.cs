using System.Diagnostics;
using Shoal.Napster.Client.Data;

namespace Shoal.Napster.Tests.Data;

/// <summary>Limits of transfers.</summary>
public sealed class RateTests
{
    [Theory]
    [InlineData(1_000_000L, null)]
    [InlineData(null, 1_000_000L)]
    public void A_file_comes_no_faster_than_either_side_lets_it_and_not_much_slower(long? up, long? down)
    {
        var content = Content.Of(600_000);
        using var ann = new DataSite(up: up);
        using var ben = new DataSite(down: down) { Nick = "ben" };
        ann.Grant("ben", @"\a", content);
        var download = ben.Open("ann", @"\a", content.Length);
        var watch = Stopwatch.StartNew();
        Assert.Equal(EndKind.Done, ben.Fetch(download, ann.Local).Kind);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.5, 5);
        Assert.Equal(content, File.ReadAllBytes(download.File!));
    }
}
