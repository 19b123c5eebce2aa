using System.Diagnostics;

namespace Shoal.Storage.Tests;

/// <summary>A small file system of its own, for tests that fill it or make it read-only. Needs root on Linux.</summary>
internal sealed class Tmpfs : IDisposable
{
    private readonly string _path;

    public Tmpfs(string path, string size)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && string.Equals(Environment.UserName, "root", StringComparison.Ordinal), "mounting needs root on Linux");
        _path = path;
        Directory.CreateDirectory(path);
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path), "mounting is not allowed here");
    }

    public bool IsReadOnly
    {
        set => Assert.True(Run("mount", "-o", value ? "remount,ro" : "remount,rw", _path));
    }

    public void Dispose() => Run("umount", "-l", _path);

    private static bool Run(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
