namespace Shoal.Cli.Shell;

/// <summary>A result file that is there whole or not at all.</summary>
internal static class OutputFile
{
    private const string DefaultOption = "-o";

    /// <summary>Fails early, before hours of work, when the file could not be written at the end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="force">It may be there already.</param>
    /// <param name="option">By which option the user named it.</param>
    public static void CheckWritable(string path, bool force, string option = DefaultOption)
    {
        if (Directory.Exists(path))
        {
            throw new VerbException(ExitCode.Failed, $"'{path}' is a folder: name a file with {option}");
        }

        if (File.Exists(path) && !force)
        {
            throw new VerbException(ExitCode.Failed, $"'{path}' is there already: add --force to replace it, or name another file with {option}");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new VerbException(ExitCode.Failed, $"there is no folder '{folder}' to write into: make it, or name another file with {option}");
        }

        Save(path, [], overwrite: false, keep: false, isPrivate: false, option);
    }

    /// <summary>Writes beside the target, then renames.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content, bool force, string option = DefaultOption) => Save(path, content, force, keep: true, isPrivate: false, option);

    /// <summary>The same for a file that only its owner may read.</summary>
    public static void WritePrivate(string path, ReadOnlySpan<byte> content, string option) => Save(path, content, overwrite: true, keep: true, isPrivate: true, option);

    /// <summary>How a file is made that only its owner may read.</summary>
    public static FileStreamOptions Private(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static void Save(string path, ReadOnlySpan<byte> content, bool overwrite, bool keep, bool isPrivate, string option)
    {
        var full = Path.GetFullPath(path);
        var partial = Path.Combine(Path.GetDirectoryName(full)!, "." + Path.GetFileName(full) + "." + Environment.ProcessId + ".part");
        try
        {
            using (var file = new FileStream(partial, isPrivate ? Private(FileMode.CreateNew) : new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write }))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            if (keep)
            {
                File.Move(partial, full, overwrite);
            }
            else
            {
                File.Delete(partial);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(partial);

            // .NET names the file beside the target, which the user never asked for.
            var why = e is UnauthorizedAccessException ? "permission denied" : e.Message.TrimEnd('.').Replace($" : '{partial}'", "", StringComparison.Ordinal).Replace(partial, full, StringComparison.Ordinal);
            throw new VerbException(ExitCode.Failed, $"'{path}' cannot be written ({why}): choose another place with {option}", e);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Where nothing can be written, nothing was left.
        }
    }
}
