using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Shoal.Napster.Client.Sharing.Audio;

/// <summary>
/// Ogg (RFC 3533) with Vorbis or Opus (RFC 7845): the first two packets of the stream say what it is and carry the tags; the last page says at which sample it ends.
/// </summary>
internal static class Ogg
{
    /// <summary>"OggS".</summary>
    public const uint Magic = 0x4f676753;

    private const int HeaderLength = 27;
    private const int LongestPage = HeaderLength + 255 + 255 * 255;
    private const int OpusFrequency = 48000;

    public static void Read(AudioBytes bytes, ref AudioInfo info)
    {
        var at = info.Start;
        uint? stream = null;
        var (frequency, skipped) = (0, 0);
        var tags = new List<byte>();
        var isWhole = false;
        Span<byte> header = stackalloc byte[HeaderLength + 255];
        for (var pages = 0; pages < Limits.AudioPages && !isWhole; pages++)
        {
            var got = bytes.ReadSome(at, header);
            if (got < HeaderLength || BinaryPrimitives.ReadUInt32BigEndian(header) != Magic || got < HeaderLength + header[26])
            {
                break;
            }

            var segments = header.Slice(HeaderLength, header[26]);
            var serial = BinaryPrimitives.ReadUInt32LittleEndian(header[14..]);
            at += HeaderLength + segments.Length;
            if (stream is null)
            {
                stream = ReadFirst(bytes, at, ref frequency, ref skipped) ? serial : null;
            }
            else if (serial == stream)
            {
                // A packet ends with the first segment that is not full, and else goes on with the next page.
                var end = segments.IndexOfAnyExcept((byte)255);
                tags.AddRange(bytes.Take(at, end < 0 ? 255 * segments.Length : 255 * end + segments[end]));
                isWhole = end >= 0 || tags.Count >= Limits.AudioTagBytes;
            }

            foreach (var segment in segments)
            {
                at += segment;
            }
        }

        ReadTags(CollectionsMarshal.AsSpan(tags), ref info);
        info.Frequency = frequency;
        if (stream is { } known && LastSample(bytes, known) is { } last && last > (ulong)skipped)
        {
            info.SetLength(last - (ulong)skipped, frequency, Math.Max(0, info.End - at));
        }
    }

    private static bool ReadFirst(AudioBytes bytes, long body, ref int frequency, ref int skipped)
    {
        Span<byte> packet = stackalloc byte[16];
        if (!bytes.TryRead(body, packet))
        {
            return false;
        }

        if (packet.StartsWith("\x01vorbis"u8))
        {
            frequency = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(packet[12..]), int.MaxValue);
            return true;
        }

        if (packet.StartsWith("OpusHead"u8))
        {
            // Samples of Opus are always counted at 48 kHz, and some at the beginning are not heard (RFC 7845 §4.2).
            (frequency, skipped) = (OpusFrequency, BinaryPrimitives.ReadUInt16LittleEndian(packet[10..]));
            return true;
        }

        return false;
    }

    private static void ReadTags(ReadOnlySpan<byte> packet, ref AudioInfo info)
    {
        var name = packet.StartsWith("\x03vorbis"u8) ? 7 : packet.StartsWith("OpusTags"u8) ? 8 : packet.Length;
        VorbisComment.Read(packet[name..], ref info);
    }

    /// <summary>Pages on which no packet ends have no number of samples: all its bits are set.</summary>
    private static ulong? LastSample(AudioBytes bytes, uint stream)
    {
        var from = Math.Max(0, bytes.Length - 2 * LongestPage);
        var tail = bytes.Take(from, bytes.Length - from);
        for (var i = tail.Length - HeaderLength; i >= 0; i--)
        {
            var page = tail[i..];
            if (page[0] == 'O' && BinaryPrimitives.ReadUInt32BigEndian(page) == Magic && BinaryPrimitives.ReadUInt32LittleEndian(page[14..]) == stream
                && BinaryPrimitives.ReadUInt64LittleEndian(page[6..]) is var samples && samples != ulong.MaxValue)
            {
                return samples <= long.MaxValue ? samples : null;
            }
        }

        return null;
    }
}
