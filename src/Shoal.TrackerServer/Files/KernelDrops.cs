using System.Globalization;
using System.Runtime.InteropServices;
using Shoal.Runtime;

namespace Shoal.TrackerServer.Files;

/// <summary>
/// Packets that the kernel dropped at UDP sockets, by their local address, as /proc/net/udp and udp6 list them:
/// <code>  sl  local_address … drops
///   1234: 0100007F:1B39 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 123456 2 0000000000000000 17</code>
/// </summary>
internal static class KernelDrops
{
    private const int Address = 1;
    private const int Drops = 12;

    /// <summary>Null where the system has no such list.</summary>
    public static IReadOnlyDictionary<Endpoint, long>? Read()
    {
        try
        {
            // IPv6 may be switched off.
            return Parse(File.ReadLines("/proc/net/udp").Concat(File.Exists("/proc/net/udp6") ? File.ReadLines("/proc/net/udp6") : []));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The sums of all sockets at one address.</summary>
    public static IReadOnlyDictionary<Endpoint, long> Parse(IEnumerable<string> lines)
    {
        var sums = new Dictionary<Endpoint, long>();
        foreach (var line in lines)
        {
            var cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (cells.Length > Drops && TryRead(cells[Address], out var local) && long.TryParse(cells[Drops], NumberStyles.None, CultureInfo.InvariantCulture, out var drops))
            {
                sums[local] = sums.GetValueOrDefault(local) + drops;
            }
        }

        return sums;
    }

    /// <summary>Words of 32 bits as this machine holds them, in hexadecimal, then the port.</summary>
    private static bool TryRead(string text, out Endpoint local)
    {
        local = default;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon is not (8 or 32) || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var port))
        {
            return false;
        }

        var words = new uint[colon / 8];
        for (var i = 0; i < words.Length; i++)
        {
            if (!uint.TryParse(text.AsSpan(8 * i, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out words[i]))
            {
                return false;
            }
        }

        local = Endpoint.FromBytes(MemoryMarshal.AsBytes(words.AsSpan()), port);
        return true;
    }
}
