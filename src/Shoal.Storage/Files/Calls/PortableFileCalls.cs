using Microsoft.Win32.SafeHandles;

namespace Shoal.Storage.Files.Calls;

/// <summary>The same by .NET alone: one call for each buffer, holes unknown, links looked for before the file is opened.</summary>
internal sealed class PortableFileCalls : IFileCalls
{
    public Fault Open(string folder, string path, FileUse use, out SafeFileHandle? handle)
    {
        SafeFileHandle? opened = null;
        var fault = Walk(folder, path, use == FileUse.Create, out var full);
        if (fault.IsNone)
        {
            fault = ManagedFiles.Try(() => opened = File.OpenHandle(
                full,
                use == FileUse.Create ? FileMode.OpenOrCreate : FileMode.Open,
                use == FileUse.Read ? FileAccess.Read : FileAccess.ReadWrite,
                FileShare.ReadWrite | FileShare.Delete));
        }

        handle = opened;
        return fault;
    }

    public Fault Look(string folder, string path, out FileFacts facts)
    {
        FileFacts found = default;
        var fault = Walk(folder, path, create: false, out var full);
        if (fault.IsNone)
        {
            fault = ManagedFiles.Try(() =>
            {
                var file = new FileInfo(full);
                var isFolder = Directory.Exists(full);
                found = isFolder ? default : new FileFacts(true, file.Length, file.Length, Nanoseconds(file.LastWriteTimeUtc), 0, 0);
            });
        }

        facts = found;
        return fault;
    }

    public Fault Look(SafeFileHandle handle, out FileFacts facts)
    {
        FileFacts found = default;
        var fault = ManagedFiles.Try(() =>
        {
            var length = RandomAccess.GetLength(handle);
            found = new FileFacts(true, length, length, Nanoseconds(File.GetLastWriteTimeUtc(handle)), 0, 0);
        });
        facts = found;
        return fault;
    }

    public Fault Write(SafeFileHandle handle, Span<IoVector> from, long offset)
    {
        try
        {
            foreach (var vector in from)
            {
                RandomAccess.Write(handle, vector.Span, offset);
                offset += (long)vector.Length;
            }

            return default;
        }
        catch (Exception e) when (ManagedFiles.IsOfDisk(e))
        {
            return ManagedFiles.FaultOf(e);
        }
    }

    public Fault Read(SafeFileHandle handle, Span<IoVector> into, long offset)
    {
        try
        {
            foreach (var vector in into)
            {
                for (var rest = vector.Span; !rest.IsEmpty;)
                {
                    var read = RandomAccess.Read(handle, rest, offset);
                    if (read == 0)
                    {
                        return new Fault(FaultKind.Short);
                    }

                    offset += read;
                    rest = rest[read..];
                }
            }

            return default;
        }
        catch (Exception e) when (ManagedFiles.IsOfDisk(e))
        {
            return ManagedFiles.FaultOf(e);
        }
    }

    public Fault ReadCached(SafeFileHandle handle, Span<IoVector> into, long offset) => new(FaultKind.WouldWait);

    public long NextData(SafeFileHandle handle, long offset, long length) => offset;

    public Fault Sync(SafeFileHandle handle) => ManagedFiles.Try(() => RandomAccess.FlushToDisk(handle));

    public Fault SetLength(SafeFileHandle handle, long length) => ManagedFiles.Try(() => RandomAccess.SetLength(handle, length));

    public Fault MakeExecutable(SafeFileHandle handle)
    {
        const UnixFileMode readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        return ManagedFiles.Try(() =>
        {
            if (!OperatingSystem.IsWindows())
            {
                var mode = File.GetUnixFileMode(handle);
                File.SetUnixFileMode(handle, mode | (UnixFileMode)((int)(mode & readable) >> 2));
            }
        });
    }

    public Fault Link(string folder, string path, string text)
    {
        var fault = Walk(folder, path, create: true, out var full);
        return !fault.IsNone ? fault : ManagedFiles.Try(() =>
        {
            if (!Path.Exists(full) && new FileInfo(full).LinkTarget is null)
            {
                File.CreateSymbolicLink(full, text);
            }
        });
    }

    public Fault Delete(string folder, string path)
    {
        var fault = Walk(folder, path, create: false, out var full);
        return fault.Kind == FaultKind.Missing ? default : !fault.IsNone ? fault : ManagedFiles.Try(() => File.Delete(full));
    }

    // .NET opens no folders; NTFS journals names by itself.
    public Fault SyncFolder(string folder) => default;

    public long FreeSpace(string folder) => ManagedFiles.FreeSpace(folder);

    private static Fault Walk(string folder, string path, bool create, out string full)
    {
        full = Path.Combine(folder, path);
        if (!Directory.Exists(folder))
        {
            return new Fault(FaultKind.Missing);
        }

        for (var end = path.IndexOf('/'); end >= 0; end = path.IndexOf('/', end + 1))
        {
            var step = Path.Combine(folder, path[..end]);
            if (IsLink(step) || File.Exists(step))
            {
                return new Fault(FaultKind.NotAFile);
            }

            if (!Directory.Exists(step))
            {
                if (!create)
                {
                    return new Fault(FaultKind.Missing);
                }

                if (ManagedFiles.Try(() => Directory.CreateDirectory(step)) is { IsNone: false } fault)
                {
                    return fault;
                }
            }
        }

        return IsLink(full) || Directory.Exists(full) ? new Fault(FaultKind.NotAFile) : default;
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static long Nanoseconds(DateTime time) => (time - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
}
