using Shoal.Napster.Client.Data;

namespace Shoal.Napster.Tests.Data;

/// <summary>One side goes without a word, and comes back.</summary>
public sealed class ResumeTests
{
    [Fact]
    public void A_downloader_that_ended_goes_on_in_its_next_life_from_what_was_written()
    {
        var content = Content.Of(3_000_000);
        using var ann = new DataSite(up: 2_000_000);
        ann.Grant("ben", @"\a", content);
        var folder = Directory.CreateTempSubdirectory("shoal-data-").FullName;
        using (var ben = new DataSite(folder: folder) { Nick = "ben" })
        {
            var first = ben.Open("ann", @"\a", content.Length);
            ben.On(() => first.Fetch(ann.Local));
            SpinWait.SpinUntil(() => ben.On(() => first.Position) > 500_000, DataSite.Deadline);
            ben.On(first.Close);
            Assert.Equal(EndKind.Cancelled, DataSite.TakeOf(ben.DownloadEnds).Kind);
        }

        using var again = new DataSite(folder: folder) { Nick = "ben" };
        var download = again.Open("ann", @"\a", content.Length);
        Assert.InRange(download.Position, 500_000, content.Length);
        Assert.Equal(EndKind.Done, again.Fetch(download, ann.Local).Kind);
        Assert.Equal(content, File.ReadAllBytes(download.File!));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void An_uploader_that_is_gone_is_followed_by_another_with_the_same_file()
    {
        var content = Content.Of(3_000_000);
        using var ben = new DataSite { Nick = "ben" };
        var download = ben.Open("ann", @"\a", content.Length);
        using (var ann = new DataSite(up: 2_000_000))
        {
            ann.Grant("ben", @"\a", content);
            ben.On(() => download.Fetch(ann.Local));
            SpinWait.SpinUntil(() => ben.On(() => download.Position) > 500_000, DataSite.Deadline);
            ann.On(DataSite.TakeOf(ann.Uploads).Cancel);
        }

        Assert.Equal(EndKind.Broken, DataSite.TakeOf(ben.DownloadEnds).Kind);
        using var carl = new DataSite();
        carl.Grant("ben", @"\a", content);
        Assert.Equal(EndKind.Done, ben.Fetch(download, carl.Local).Kind);
        Assert.Equal(content, File.ReadAllBytes(download.File!));
    }
}
