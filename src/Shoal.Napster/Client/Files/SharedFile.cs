using Microsoft.Win32.SafeHandles;
using Shoal.Napster.Client.Data;
using Shoal.Storage.Files.Calls;

namespace Shoal.Napster.Client.Files;

/// <summary>A file of ours that is sent. All of it blocks, and is for workers.</summary>
internal static class SharedFile
{
    /// <summary>Opens it, if it is still what was indexed: a plain file, no link, of that size, not changed since.</summary>
    public static SafeFileHandle? Open(UploadGrant grant, bool isPortable)
    {
        var files = FileCalls.Of(isPortable);
        if (!files.Open(Path.GetDirectoryName(grant.File) ?? "", Path.GetFileName(grant.File), FileUse.Read, out var handle).IsNone)
        {
            return null;
        }

        if (files.Look(handle!, out var facts).IsNone && facts.Length == grant.Size && DateTime.UnixEpoch.Ticks + facts.ModifiedNanoseconds / TimeSpan.NanosecondsPerTick == grant.Modified)
        {
            return handle;
        }

        handle!.Dispose();
        return null;
    }

    /// <summary>Has the bytes read from the disk, so that who sends them need not wait.</summary>
    public static bool Fetch(SafeFileHandle file, long offset, long count)
    {
        Span<byte> one = stackalloc byte[1];
        try
        {
            if (OperatingSystem.IsLinux())
            {
                _ = Libc.posix_fadvise(file, offset, count, Libc.POSIX_FADV_WILLNEED);
            }

            for (var step = offset; step < offset + count; step += Limits.ReadAheadStep)
            {
                _ = RandomAccess.Read(file, one, step);
            }

            return true;
        }
        catch (IOException)
        {
            // Who sends it will meet the same and say so.
            return false;
        }
    }
}
