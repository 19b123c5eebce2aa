using System.Runtime.InteropServices;

namespace Shoal.Runtime.Real;

/// <summary>
/// Asks the kernel for huge pages, which most systems give to who asks. One fault then takes the place of 512: with the small ones
/// a leecher that fills its buffers at the speed of the line spends a tenth of its time in them.
/// </summary>
internal static unsafe partial class HugePages
{
    private const int MADV_HUGEPAGE = 14;

    /// <summary>It is a hint: nothing depends on the answer.</summary>
    public static void Advise(void* address, int length)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = madvise(address, (nuint)length, MADV_HUGEPAGE);
        }
    }

    [LibraryImport("libc")] private static partial int madvise(void* address, nuint length, int advice);
}
