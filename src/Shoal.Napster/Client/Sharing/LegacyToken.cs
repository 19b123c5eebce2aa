using System.Text;

namespace Shoal.Napster.Client.Sharing;

/// <summary>
/// The hash by which the first clients knew a song: MD5 of the first 300,032 bytes of sound, and how many bytes of sound there are, without tags. Other files are hashed from their beginning.
/// </summary>
/// <param name="start">Where the sound begins.</param>
/// <param name="end">Where it ends.</param>
internal readonly struct LegacyToken(long start, long end)
{
    /// <summary>Bytes of sound that are hashed.</summary>
    public const int Window = 300_032;

    /// <summary>Which of some bytes of the file are hashed.</summary>
    public Range PartOf(long offset, int length)
    {
        var first = (int)Math.Clamp(start - offset, 0, length);
        return first..(int)Math.Clamp(Math.Min(start + Window, end) - offset, first, length);
    }

    /// <summary>The token with the digest of what was hashed.</summary>
    public byte[] Format(ReadOnlySpan<byte> md5) => Encoding.ASCII.GetBytes($"{Convert.ToHexStringLower(md5)}-{end - start}");
}
