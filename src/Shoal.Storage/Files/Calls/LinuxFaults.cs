using System.Runtime.InteropServices;

namespace Shoal.Storage.Files.Calls;

/// <summary>errno, told apart by what can be done about it.</summary>
internal static class LinuxFaults
{
    public static Fault Last()
    {
        var number = Marshal.GetLastPInvokeError();
        var kind = number switch
        {
            Libc.ENOSPC or Libc.EDQUOT => FaultKind.NoRoom,
            Libc.ENOENT => FaultKind.Missing,
            Libc.EACCES or Libc.EPERM or Libc.EROFS or Libc.ETXTBSY => FaultKind.Denied,
            Libc.ELOOP or Libc.ENOTDIR or Libc.EISDIR or Libc.ENXIO or Libc.EEXIST => FaultKind.NotAFile,
            Libc.EAGAIN or Libc.EOPNOTSUPP => FaultKind.WouldWait,
            _ => FaultKind.Device,
        };
        return new Fault(kind, kind == FaultKind.Device ? Marshal.GetPInvokeErrorMessage(number) : null);
    }
}
