using System.Text;

namespace Shoal.Trackers.Messages.Udp;

/// <summary>BEP 41: the path and query of a tracker's URL, where its passkey is, as options behind an announce.</summary>
public static class UdpUrlData
{
    /// <summary>Bytes of the longest options: each 255 bytes have two in front, and one ends them.</summary>
    public const int LongestOptions = Limits.UrlDataLength + 2 * ((Limits.UrlDataLength + byte.MaxValue - 1) / byte.MaxValue) + 1;

    /// <summary>Bytes of path and query that fit beside an announce into one packet.</summary>
    public const int LongestData = Limits.UrlDataLength;

    private const byte EndOfOptions = 0;
    private const byte Nop = 1;
    private const byte UrlData = 2;

    /// <summary>Path and query of "udp://host:port/path?query"; empty where there is nothing to tell, or too much for one packet.</summary>
    public static byte[] Of(string trackerUrl)
    {
        ArgumentNullException.ThrowIfNull(trackerUrl);
        var authority = trackerUrl.IndexOf("://", StringComparison.Ordinal);
        var rest = authority < 0 ? "" : trackerUrl[(authority + 3)..];
        var start = rest.AsSpan().IndexOfAny("/?#");
        var fragment = rest.IndexOf('#', StringComparison.Ordinal);
        var data = start < 0 ? "" : rest[start..(fragment < 0 ? rest.Length : fragment)];
        return data is "" or "/" || Encoding.UTF8.GetByteCount(data) > Limits.UrlDataLength ? [] : Encoding.UTF8.GetBytes(data);
    }

    internal static int WriteOptions(Span<byte> destination, ReadOnlySpan<byte> urlData)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(urlData.Length, Limits.UrlDataLength, nameof(urlData));
        if (urlData.IsEmpty)
        {
            return 0;
        }

        var written = 0;
        while (!urlData.IsEmpty)
        {
            var part = urlData[..Math.Min(urlData.Length, byte.MaxValue)];
            destination[written] = UrlData;
            destination[written + 1] = (byte)part.Length;
            part.CopyTo(destination[(written + 2)..]);
            written += 2 + part.Length;
            urlData = urlData[part.Length..];
        }

        destination[written++] = EndOfOptions;
        return written;
    }

    /// <summary>Joins the parts of what stands behind an announce; unknown options are passed over. False where an option is cut short or the data is too long.</summary>
    /// <param name="options">All behind the announce's <see cref="UdpAnnounce.Length"/> bytes.</param>
    /// <param name="destination">Room for <see cref="LongestData"/> bytes.</param>
    /// <param name="length">Bytes that were written; 0 where there is no such option.</param>
    public static bool TryRead(ReadOnlySpan<byte> options, Span<byte> destination, out int length)
    {
        length = 0;
        while (!options.IsEmpty && options[0] != EndOfOptions)
        {
            if (options[0] == Nop)
            {
                options = options[1..];
                continue;
            }

            if (options.Length < 2 || options.Length < 2 + options[1])
            {
                return false;
            }

            var value = options.Slice(2, options[1]);
            if (options[0] == UrlData)
            {
                if (length + value.Length > LongestData)
                {
                    return false;
                }

                value.CopyTo(destination[length..]);
                length += value.Length;
            }

            options = options[(2 + value.Length)..];
        }

        return true;
    }
}
