using Microsoft.Win32.SafeHandles;
using Shoal.Storage.Files.Calls;

namespace Shoal.Storage.Files;

/// <summary>
/// What the DHT nodes of a client keep between runs, in &lt;state&gt;/dht. Of several programs with one state folder the first has it: nodes with one id would stand in each
/// other's way. What cannot be kept or read is found anew, so no failure is told.
/// </summary>
public sealed class SavedNodes : IDisposable
{
    private const string Name = "dht";

    private readonly string _path;
    private readonly SafeFileHandle? _lock;

    private SavedNodes(string path, SafeFileHandle? @lock) => (_path, _lock) = (path, @lock);

    /// <summary>No other program has it; what is written is kept.</summary>
    public bool IsOurs => _lock is not null;

    /// <summary>Takes it, where nobody has it; blocks.</summary>
    public static SavedNodes Open(string stateFolder)
    {
        var path = Path.Combine(Path.GetFullPath(stateFolder), Name);
        SafeFileHandle? taken = null;
        ManagedFiles.Try(() =>
        {
            Directory.CreateDirectory(stateFolder);
            taken = File.OpenHandle(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        });
        return new SavedNodes(path, taken);
    }

    /// <summary>What was kept last; null where nothing was. Blocks.</summary>
    public byte[]? Read()
    {
        byte[]? bytes = null;
        ManagedFiles.Try(() => bytes = File.Exists(_path) && new FileInfo(_path).Length <= Limits.SavedNodesLength ? File.ReadAllBytes(_path) : null);
        return bytes;
    }

    /// <summary>Keeps it, unless another program has the file; false where that fails. A crash at any moment leaves the old file or the new one, whole. Blocks.</summary>
    public bool Write(byte[] content) => IsOurs && WholeFile.Replace(_path, content).IsNone;

    /// <summary>Others may have it.</summary>
    public void Dispose() => _lock?.Dispose();
}
