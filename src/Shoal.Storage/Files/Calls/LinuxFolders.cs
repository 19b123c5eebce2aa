using System.Runtime.InteropServices;

namespace Shoal.Storage.Files.Calls;

/// <summary>Goes from the download folder to a file's folder without following a link on the way.</summary>
internal static class LinuxFolders
{
    /// <summary>rw-rw-rw-, cut by the umask.</summary>
    public const uint FileMode = 0x1B6;

    private const uint FolderMode = 0x1FF;

    /// <summary>Opens the folder that holds the last name of the path; the caller closes it.</summary>
    public static Fault OpenParent(string folder, string path, bool create, out int parent, out string name)
    {
        // The download folder is the user's own choice and may itself lie behind links.
        var flags = Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC;
        parent = Libc.openat(Libc.AT_FDCWD, folder, flags, 0);
        name = path[(path.LastIndexOf('/') + 1)..];
        if (parent < 0)
        {
            return LinuxFaults.Last();
        }

        for (var start = 0; start + name.Length < path.Length;)
        {
            var end = path.IndexOf('/', start);
            var next = OpenBelow(parent, path[start..end], flags | Libc.O_NOFOLLOW, create);
            var fault = next < 0 ? LinuxFaults.Last() : default;
            Libc.close(parent);
            parent = next;
            if (!fault.IsNone)
            {
                return fault;
            }

            start = end + 1;
        }

        return default;
    }

    private static int OpenBelow(int folder, string name, int flags, bool create)
    {
        var found = Libc.openat(folder, name, flags, 0);
        if (found >= 0 || !create || Marshal.GetLastPInvokeError() != Libc.ENOENT)
        {
            return found;
        }

        // Another thread may make it in the same moment.
        return Libc.mkdirat(folder, name, FolderMode) == 0 || Marshal.GetLastPInvokeError() == Libc.EEXIST
            ? Libc.openat(folder, name, flags, 0)
            : -1;
    }
}
