using Shoal.Storage.Files.Calls;

namespace Shoal.Storage.Files;

/// <summary>Files of which a crash at any moment leaves the old one or the new one, whole.</summary>
internal static class WholeFile
{
    /// <summary>Writes it beside the old one, on the device, and then into its place. For the name to be on the device too, its folder must be synced.</summary>
    public static Fault Replace(string path, byte[] content) => ManagedFiles.Try(() =>
    {
        var temporary = path + ".new";
        using (var handle = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(handle, content, 0);
            RandomAccess.FlushToDisk(handle);
        }

        File.Move(temporary, path, overwrite: true);
    });
}
