using System.Text;

namespace Shoal.TrackerServer.Http;

/// <summary>What "Accept-Encoding" says of gzip (RFC 9110, 12.5.3), over all its lines: where gzip is named that counts, else what is said of all.</summary>
internal struct AcceptEncoding
{
    private bool? _gzip;
    private bool? _all;

    public readonly bool TakesGzip => _gzip ?? _all ?? false;

    /// <summary>Takes the value of one line: "gzip, deflate;q=0.5, *;q=0".</summary>
    public void Take(ReadOnlySpan<byte> value)
    {
        while (!value.IsEmpty)
        {
            var comma = value.IndexOf((byte)',');
            var element = comma < 0 ? value : value[..comma];
            value = comma < 0 ? default : value[(comma + 1)..];
            var semicolon = element.IndexOf((byte)';');
            var coding = (semicolon < 0 ? element : element[..semicolon]).Trim(" \t"u8);
            var isWanted = semicolon < 0 || !IsZero(element[(semicolon + 1)..].Trim(" \t"u8));
            if (Ascii.EqualsIgnoreCase(coding, "gzip"u8) || Ascii.EqualsIgnoreCase(coding, "x-gzip"u8))
            {
                _gzip = isWanted;
            }
            else if (coding.SequenceEqual("*"u8))
            {
                _all = isWanted;
            }
        }
    }

    // "q=0", "q=0.", "q=0.000": not at all.
    private static bool IsZero(ReadOnlySpan<byte> weight) =>
        weight is [(byte)'q' or (byte)'Q', (byte)'=', (byte)'0', .. var fraction] && !fraction.ContainsAnyExcept(".0"u8);
}
