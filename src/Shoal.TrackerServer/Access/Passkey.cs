using Shoal.TrackerServer.Http;
using Shoal.Trackers.Messages.Udp;

namespace Shoal.TrackerServer.Access;

/// <summary>Where a passkey stands in what a client sends: in the path, or as "passkey=" behind the "?". By UDP both come as URL data (BEP 41).</summary>
internal static class Passkey
{
    private static ReadOnlySpan<byte> Name => "passkey="u8;

    /// <summary>By HTTP, or of what came by UDP; empty where there is none.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> inPath, ReadOnlySpan<byte> query)
    {
        if (!inPath.IsEmpty)
        {
            return inPath;
        }

        foreach (var range in query.Split((byte)'&'))
        {
            var pair = query[range];
            if (pair.StartsWith(Name))
            {
                return pair[Name.Length..];
            }
        }

        return default;
    }

    /// <summary>From the options behind an announce by UDP; empty where there is none or they are broken.</summary>
    /// <param name="options">What stands behind the announce's fields.</param>
    /// <param name="room">Where the parts of the data are joined: <see cref="UdpUrlData.LongestData"/> bytes.</param>
    public static ReadOnlySpan<byte> OfOptions(ReadOnlySpan<byte> options, Span<byte> room)
    {
        if (!UdpUrlData.TryRead(options, room, out var length))
        {
            return default;
        }

        ReadOnlySpan<byte> data = room[..length];
        var question = data.IndexOf((byte)'?');
        return question < 0 ? TrackerPath.Read(data).Passkey : Find(TrackerPath.Read(data[..question]).Passkey, data[(question + 1)..]);
    }
}
