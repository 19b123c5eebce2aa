using System.Text;
using Shoal.Napster.Client.Sharing.Audio;

namespace Shoal.Napster.Client.Sharing;

/// <summary>
/// The hash by which the first clients knew a song: MD5 of 300,032 bytes from the first frame of sound on, and how many bytes of the file are no tags. Other files are hashed from their beginning.
/// </summary>
internal readonly struct LegacyToken(in AudioInfo audio)
{
    /// <summary>Bytes that are hashed.</summary>
    public const int Window = 300_032;

    private readonly long _start = audio.Start;
    private readonly long _end = Math.Min(audio.Start + Window, audio.End);
    private readonly long _length = audio.End - audio.TagEnd;

    /// <summary>Which of some bytes of the file are hashed.</summary>
    public Range PartOf(long offset, int length)
    {
        var first = (int)Math.Clamp(_start - offset, 0, length);
        return first..(int)Math.Clamp(_end - offset, first, length);
    }

    /// <summary>The token with the digest of what was hashed.</summary>
    public byte[] Format(ReadOnlySpan<byte> md5) => Encoding.ASCII.GetBytes($"{Convert.ToHexStringLower(md5)}-{_length}");
}
