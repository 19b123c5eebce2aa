namespace Shoal.Napster.Client.Files;

/// <summary>Small files of which a crash at any moment leaves the old one or the new one, whole; nobody else may read them.</summary>
internal static class StateFile
{
    /// <summary>What is in it; null where there is none, or it cannot be read.</summary>
    public static byte[]? Read(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= Limits.StateFileLength } ? File.ReadAllBytes(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes it; the reason where it cannot be.</summary>
    public static string? Write(string path, byte[] content)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(path + ".new", options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(path + ".new", path, overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message.TrimEnd('.');
        }
    }
}
