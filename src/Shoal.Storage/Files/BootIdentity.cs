using Shoal.Storage.Files.Calls;

namespace Shoal.Storage.Files;

/// <summary>Tells runs of the machine apart.</summary>
internal static class BootIdentity
{
    /// <summary>Other after each start of the machine; empty where the system does not say, which counts as another run.</summary>
    public static string Read()
    {
        var id = "";
        _ = ManagedFiles.Try(() => id = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim());
        return id;
    }
}
