namespace Shoal.Storage.Files.Calls;

/// <summary>What .NET does well enough on every system.</summary>
internal static class ManagedFiles
{
    private const int HResultDiskFull = unchecked((int)0x80070070);
    private const int HResultHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>Bytes that may still be written below the folder; the largest number where unknown.</summary>
    public static long FreeSpace(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return long.MaxValue;
        }
    }

    /// <summary>The fault that an exception of .NET stands for.</summary>
    public static Fault FaultOf(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => new Fault(FaultKind.Missing),
        UnauthorizedAccessException => new Fault(FaultKind.Denied),

        // On Unix .NET puts errno there.
        IOException { HResult: Libc.ENOSPC or Libc.EDQUOT or HResultDiskFull or HResultHandleDiskFull } => new Fault(FaultKind.NoRoom),
        IOException { HResult: Libc.EROFS or Libc.EPERM or Libc.EACCES } => new Fault(FaultKind.Denied),
        IOException { HResult: Libc.ENOTDIR or Libc.EISDIR or Libc.ELOOP or Libc.EEXIST } => new Fault(FaultKind.NotAFile),
        _ => new Fault(FaultKind.Device, e.Message),
    };

    /// <summary>Runs what may throw and says how it failed.</summary>
    public static Fault Try(Action act)
    {
        try
        {
            act();
            return default;
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            return FaultOf(e);
        }
    }

    public static bool IsOfDisk(Exception e) => e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;
}
