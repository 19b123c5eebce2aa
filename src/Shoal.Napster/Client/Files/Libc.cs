using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Shoal.Napster.Client.Files;

/// <summary>The C library of Linux, 64 bit: names and numbers as in its headers.</summary>
internal static partial class Libc
{
    public const int AT_FDCWD = -100;
    public const int RENAME_NOREPLACE = 1;
    public const int POSIX_FADV_WILLNEED = 3;
    public const int LOCK_EX_NB = 2 | 4;
    public const int EEXIST = 17;
    public const int EINVAL = 22;
    public const int ENOSYS = 38;

    private const string Library = "libc";

    [LibraryImport(Library)]
    public static partial int posix_fadvise(SafeFileHandle file, long offset, long length, int advice);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int flock(SafeFileHandle file, int operation);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int renameat2(int oldFolder, string oldPath, int newFolder, string newPath, uint flags);
}
