using Shoal.Storage.Files.Calls;

namespace Shoal.Napster.Client.Files;

/// <summary>The calls to the file system for files of a folder.</summary>
internal static class FileCalls
{
    public static IFileCalls Of(bool isPortable) => isPortable || !OperatingSystem.IsLinux() ? new PortableFileCalls() : new LinuxFileCalls();
}
