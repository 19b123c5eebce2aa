namespace Shoal.Storage.Tests;

/// <summary>A folder that is removed at the end; in memory where the system offers that.</summary>
internal sealed class TempFolder : IDisposable
{
    public TempFolder()
    {
        var above = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        Root = Path.Combine(above, "shoal-storage-" + Path.GetRandomFileName());
        Directory.CreateDirectory(Root);
    }

    public string Root { get; }

    public string Download => Path.Combine(Root, "download");

    public string State => Path.Combine(Root, "state");

    public string In(string path) => Path.Combine(Download, path);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
