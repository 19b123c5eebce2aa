using Shoal.Napster.Client.Data;

namespace Shoal.Napster.Tests.Data;

/// <summary>Files from one of ours to another, over real sockets.</summary>
public sealed class WholeFileTests
{
    [Theory]
    [InlineData(false, 3_000_001)]
    [InlineData(true, 3_000_001)]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void A_granted_file_comes_whole_to_who_asks(bool isPortable, int length)
    {
        var content = Content.Of(length);
        using var ann = new DataSite(isPortable);
        using var ben = new DataSite(isPortable) { Nick = "ben" };
        ann.Grant("ben", @"\music\a.bin", content);
        var download = ben.Open("ann", @"\music\a.bin", length);
        Assert.Equal(new DataEnd(EndKind.Done, ""), ben.Fetch(download, ann.Local));
        Assert.Equal(Path.Combine(ben.Folder, "a.bin"), download.File);
        Assert.Equal(content, File.ReadAllBytes(download.File!));
        Assert.Equal(EndKind.Done, DataSite.TakeOf(ann.UploadEnds).Kind);
        Assert.Equal([download.File!], Directory.GetFileSystemEntries(ben.Folder));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_granted_file_is_pushed_to_who_cannot_connect(bool isPortable)
    {
        var content = Content.Of(1_000_000);
        using var ann = new DataSite(isPortable);
        using var ben = new DataSite(isPortable) { Nick = "ben" };
        var grant = ann.Grant("ben", @"\music\a.bin", content);
        ben.Awaited = ben.Open("ann", @"\music\a.bin", content.Length);
        ann.On(() => ann.Port.PushTo(grant, ben.Local));
        Assert.Equal(new DataEnd(EndKind.Done, ""), DataSite.TakeOf(ben.DownloadEnds));
        Assert.Equal(content, File.ReadAllBytes(ben.Awaited.File!));
        Assert.Equal(EndKind.Done, DataSite.TakeOf(ann.UploadEnds).Kind);
    }
}
