using System.Runtime.InteropServices;

namespace Shoal.Net.Tests.Sockets;

/// <summary>While it lives, this process can open no more descriptors.</summary>
internal sealed partial class DescriptorLimit : IDisposable
{
    private const int OpenFiles = 7;

    private readonly Limit _before;

    public DescriptorLimit()
    {
        Assert.Equal(0, getrlimit(OpenFiles, out _before));
        var none = _before with { Soft = 0 };
        Assert.Equal(0, setrlimit(OpenFiles, none));
    }

    public void Dispose() => Assert.Equal(0, setrlimit(OpenFiles, _before));

    [LibraryImport("libc")]
    private static partial int getrlimit(int what, out Limit limit);

    [LibraryImport("libc")]
    private static partial int setrlimit(int what, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Limit(ulong Soft, ulong Hard);
}
