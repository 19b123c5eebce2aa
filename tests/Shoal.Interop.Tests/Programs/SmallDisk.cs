namespace Shoal.Interop.Tests.Programs;

/// <summary>A file system of a few mebibytes in memory.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly Sandbox _box;

    public SmallDisk(Sandbox box, string name, int mebibytes)
    {
        _box = box;
        Folder = box.NewFolder(name);
        box.Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", Folder);
    }

    public string Folder { get; }

    /// <summary>Takes all the room that is left, as another program might.</summary>
    public void Fill()
    {
        using var hog = new FileStream(Path.Combine(Folder, "hog"), FileMode.Append);
        var part = new byte[4096];
        try
        {
            while (true)
            {
                hog.Write(part);
                hog.Flush();
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(Path.Combine(Folder, "hog"));

    /// <summary>Lazily: the program may still have files open.</summary>
    public void Dispose() => _box.Run("umount", "-l", Folder);
}
