using System.Diagnostics;
using Shoal.Metainfo.Creating;
using Shoal.Metainfo.Files;
using Shoal.Metainfo.Names;

namespace Shoal.Metainfo.Tests.Files;

public sealed class SourceScanTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_pipe_is_no_empty_file()
    {
        _folder.Write("g/a", 10);
        var pipe = Path.Combine(_folder.Path, "g", "p");
        using (var mkfifo = Process.Start("mkfifo", [pipe]))
        {
            mkfifo.WaitForExit();
        }

        Assert.Equal($"'{pipe}' is no plain file: leave it out with --exclude", Refused(Path.Combine(_folder.Path, "g")));
        Assert.Equal($"'{pipe}' is no plain file: name a file or folder", Refused(pipe));
        Assert.Equal(["a"], SourceScan.Scan(Path.Combine(_folder.Path, "g"), [new Glob("p")], CancellationToken.None).Files.Select(f => f.Components[0]));
    }

    [Fact]
    public void A_link_to_a_device_is_no_empty_file()
    {
        _folder.Write("a", 10);
        var link = Path.Combine(_folder.Path, "zero");
        File.CreateSymbolicLink(link, "/dev/zero");

        Assert.Equal($"'{link}' is no plain file: leave it out with --exclude", Refused(_folder.Path));
        Assert.Equal("'/dev/null' is no plain file: name a file or folder", Refused("/dev/null"));
    }

    private static string Refused(string path) => Assert.Throws<SourceException>(() => SourceScan.Scan(path, [], CancellationToken.None)).Message;
}
