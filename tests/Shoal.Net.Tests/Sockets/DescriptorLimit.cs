using System.Runtime.InteropServices;

namespace Shoal.Net.Tests.Sockets;

/// <summary>While it lives, this process can open no more descriptors; nor may it collect garbage, since the collector opens files to see how much memory there is.</summary>
internal sealed partial class DescriptorLimit : IDisposable
{
    private const int OpenFiles = 7;

    /// <summary>Bytes that the test can allocate meanwhile.</summary>
    private const long NoCollection = 32 * 1024 * 1024;

    private readonly Limit _before;

    public DescriptorLimit()
    {
        Assert.True(GC.TryStartNoGCRegion(NoCollection));
        Assert.Equal(0, getrlimit(OpenFiles, out _before));
        var none = _before with { Soft = 0 };
        Assert.Equal(0, setrlimit(OpenFiles, none));
    }

    public void Dispose()
    {
        Assert.Equal(0, setrlimit(OpenFiles, _before));
        GC.EndNoGCRegion();
    }

    [LibraryImport("libc")]
    private static partial int getrlimit(int what, out Limit limit);

    [LibraryImport("libc")]
    private static partial int setrlimit(int what, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Limit(ulong Soft, ulong Hard);
}
