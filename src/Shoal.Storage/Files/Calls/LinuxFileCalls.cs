using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Shoal.Storage.Files.Calls;

/// <summary>Vectored system calls, and names resolved one by one so that no link below the folder is followed.</summary>
internal sealed unsafe class LinuxFileCalls : IFileCalls
{
    private enum CachedReads
    {
        Ask,
        Plain,
        Never,
    }

    // Whether RWF_NOWAIT works is a property of a file system; one instance serves one torrent's folder.
    private volatile CachedReads _cachedReads = CachedReads.Ask;

    public Fault Open(string folder, string path, FileUse use, out SafeFileHandle? handle)
    {
        handle = null;
        var fault = LinuxFolders.OpenParent(folder, path, use == FileUse.Create, out var parent, out var name);
        if (!fault.IsNone)
        {
            return fault;
        }

        // Not blocking, so that a pipe planted under the name is seen and not waited at.
        var flags = Libc.O_CLOEXEC | Libc.O_NOFOLLOW | Libc.O_NONBLOCK | (use == FileUse.Read ? Libc.O_RDONLY : Libc.O_RDWR);
        var file = Libc.openat(parent, name, use == FileUse.Create ? flags | Libc.O_CREAT : flags, LinuxFolders.FileMode);
        fault = file < 0 ? LinuxFaults.Last() : default;
        Libc.close(parent);
        if (!fault.IsNone)
        {
            return fault;
        }

        handle = new SafeFileHandle(file, ownsHandle: true);
        if (Look(handle, out var facts) is { IsNone: false } lost)
        {
            fault = lost;
        }
        else if (!facts.IsRegular)
        {
            fault = new Fault(FaultKind.NotAFile);
        }

        if (!fault.IsNone)
        {
            handle.Dispose();
            handle = null;
        }

        return fault;
    }

    public Fault Look(string folder, string path, out FileFacts facts)
    {
        facts = default;
        var fault = LinuxFolders.OpenParent(folder, path, create: false, out var parent, out var name);
        if (!fault.IsNone)
        {
            return fault;
        }

        Statx found;
        fault = Libc.statx(parent, name, Libc.AT_SYMLINK_NOFOLLOW, Statx.Basic, &found) < 0 ? LinuxFaults.Last() : default;
        Libc.close(parent);
        facts = fault.IsNone ? found.ToFacts() : default;
        return fault;
    }

    public Fault Look(SafeFileHandle handle, out FileFacts facts)
    {
        Statx found;
        var isDone = Libc.statx((int)handle.DangerousGetHandle(), "", Libc.AT_EMPTY_PATH, Statx.Basic, &found) == 0;
        facts = isDone ? found.ToFacts() : default;
        return isDone ? default : LinuxFaults.Last();
    }

    public Fault Write(SafeFileHandle handle, Span<IoVector> from, long offset) => Transfer(handle, from, offset, isWrite: true, flags: 0);

    public Fault Read(SafeFileHandle handle, Span<IoVector> into, long offset) => Transfer(handle, into, offset, isWrite: false, flags: 0);

    public Fault ReadCached(SafeFileHandle handle, Span<IoVector> into, long offset)
    {
        var way = _cachedReads;
        if (way == CachedReads.Never)
        {
            return new Fault(FaultKind.WouldWait);
        }

        var fault = Transfer(handle, into, offset, isWrite: false, way == CachedReads.Ask ? Libc.RWF_NOWAIT : 0);
        if (way == CachedReads.Plain || Marshal.GetLastPInvokeError() != Libc.EOPNOTSUPP || fault.Kind != FaultKind.WouldWait)
        {
            return fault;
        }

        _cachedReads = IsMemory(handle) ? CachedReads.Plain : CachedReads.Never;
        return ReadCached(handle, into, offset);
    }

    public long NextData(SafeFileHandle handle, long offset, long length)
    {
        var found = Libc.lseek(handle, offset, Libc.SEEK_DATA);

        // Whoever cannot tell holes from data has no holes.
        return found >= 0 ? found : Marshal.GetLastPInvokeError() == Libc.ENXIO ? length : offset;
    }

    public Fault Sync(SafeFileHandle handle) => Done(Libc.fdatasync(handle));

    public Fault SetLength(SafeFileHandle handle, long length) => Done(Libc.ftruncate(handle, length));

    public Fault MakeExecutable(SafeFileHandle handle)
    {
        const uint readable = 0x124; // r--r--r--
        Statx found;
        return Libc.statx((int)handle.DangerousGetHandle(), "", Libc.AT_EMPTY_PATH, Statx.Basic, &found) < 0
            ? LinuxFaults.Last()
            : Done(Libc.fchmod(handle, (found.Mode | ((found.Mode & readable) >> 2)) & 0xFFFu));
    }

    public Fault Link(string folder, string path, string text)
    {
        var fault = LinuxFolders.OpenParent(folder, path, create: true, out var parent, out var name);
        if (!fault.IsNone)
        {
            return fault;
        }

        fault = Done(Libc.symlinkat(text, parent, name), Libc.EEXIST);
        Libc.close(parent);
        return fault;
    }

    public Fault Delete(string folder, string path)
    {
        var fault = LinuxFolders.OpenParent(folder, path, create: false, out var parent, out var name);
        if (!fault.IsNone)
        {
            return fault.Kind == FaultKind.Missing ? default : fault;
        }

        fault = Done(Libc.unlinkat(parent, name, 0), Libc.ENOENT);
        Libc.close(parent);
        return fault;
    }

    public Fault SyncFolder(string folder)
    {
        var file = Libc.openat(Libc.AT_FDCWD, folder, Libc.O_RDONLY | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
        if (file < 0)
        {
            return LinuxFaults.Last();
        }

        using var handle = new SafeFileHandle(file, ownsHandle: true);
        return Done(Libc.fsync(handle));
    }

    public long FreeSpace(string folder) => ManagedFiles.FreeSpace(folder);

    private static Fault Done(int result, int allowed = 0) =>
        result >= 0 || Marshal.GetLastPInvokeError() == allowed ? default : LinuxFaults.Last();

    private static bool IsMemory(SafeFileHandle handle)
    {
        var facts = stackalloc long[64]; // struct statfs begins with f_type and is about 120 bytes long
        return Libc.fstatfs(handle, facts) == 0 && facts[0] == Libc.TMPFS_MAGIC;
    }

    private static Fault Transfer(SafeFileHandle handle, Span<IoVector> vectors, long offset, bool isWrite, int flags)
    {
        var interruptions = 0;
        fixed (IoVector* first = vectors)
        {
            for (var done = 0; done < vectors.Length;)
            {
                var count = Math.Min(vectors.Length - done, Limits.VectorsPerCall);
                var moved = isWrite ? Libc.pwritev(handle, first + done, count, offset)
                    : flags == 0 ? Libc.preadv(handle, first + done, count, offset)
                    : Libc.preadv2(handle, first + done, count, offset, flags);
                if (moved < 0 && Marshal.GetLastPInvokeError() == Libc.EINTR && interruptions++ < Limits.Interruptions)
                {
                    continue;
                }

                if (moved <= 0)
                {
                    return moved < 0 ? LinuxFaults.Last() : new Fault(isWrite ? FaultKind.NoRoom : FaultKind.Short);
                }

                offset += moved;
                while (done < vectors.Length && (nuint)moved >= vectors[done].Length)
                {
                    moved -= (nint)vectors[done++].Length;
                }

                if (moved > 0)
                {
                    vectors[done].Base += moved;
                    vectors[done].Length -= (nuint)moved;
                }
            }
        }

        return default;
    }
}
