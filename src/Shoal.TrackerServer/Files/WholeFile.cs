namespace Shoal.TrackerServer.Files;

/// <summary>Writes a file beside the one that it replaces, and then into its place: a crash at any moment leaves the old one or the new one, whole.</summary>
internal static class WholeFile
{
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <param name="path">Which.</param>
    /// <param name="mode">Who may read and write it.</param>
    /// <param name="write">Writes what is in it.</param>
    public static void Replace(string path, UnixFileMode mode, Action<FileStream> write)
    {
        var fresh = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(fresh, options))
        {
            write(file);
            file.Flush(flushToDisk: true);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(fresh, mode);
        }

        File.Move(fresh, path, overwrite: true);
    }
}
