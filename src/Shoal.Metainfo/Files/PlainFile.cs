using System.Runtime.InteropServices;

namespace Shoal.Metainfo.Files;

/// <summary>Tells files with bytes of their own from pipes, sockets and devices, which .NET shows as empty files.</summary>
public static unsafe partial class PlainFile
{
    // struct statx is the same on every processor; these are from the headers of Linux.
    private const int StatxLength = 256;
    private const int ModeOffset = 28;
    private const int CurrentFolder = -100;
    private const uint WantType = 1;
    private const int KindMask = 0xF000;
    private const int RegularKind = 0x8000;

    /// <summary>Links are followed. True where it cannot be told: then opening it says what is wrong.</summary>
    public static bool Is(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        var result = stackalloc byte[StatxLength];
        return statx(CurrentFolder, path, flags: 0, WantType, result) != 0
            || (*(ushort*)(result + ModeOffset) & KindMask) == RegularKind;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int folder, string path, int flags, uint mask, byte* result);
}
