using System.Buffers.Binary;

namespace Shoal.Napster.Client.Sharing.Audio;

/// <summary>FLAC (RFC 9639 §8): "fLaC", blocks of metadata, and then frames.</summary>
internal static class Flac
{
    /// <summary>"fLaC".</summary>
    public const uint Magic = 0x664c6143;

    private const int StreamInfo = 0;
    private const int StreamInfoLength = 34;
    private const int Comment = 4;
    private const int BlockHeader = 4;

    public static void Read(AudioBytes bytes, ref AudioInfo info)
    {
        var at = info.Start + sizeof(uint);
        ulong samples = 0;
        for (var blocks = 0; blocks < Limits.AudioBlocks && bytes.TryNumber(at) is { } header; blocks++)
        {
            var length = (int)(header & 0xffffff);
            var type = (int)(header >> 24 & 0x7f);
            if (type == StreamInfo && blocks == 0)
            {
                samples = ReadStreamInfo(bytes, at + BlockHeader, ref info);
            }
            else if (type == Comment)
            {
                // A tag of ID3 does not belong before FLAC, and is often older.
                (info.Artist, info.Title, info.Album) = (null, null, null);
                VorbisComment.Read(bytes.Take(at + BlockHeader, length), ref info);
            }

            at += BlockHeader + length;
            if (header >> 31 != 0)
            {
                break;
            }
        }

        info.SetLength(samples, info.Frequency, Math.Max(0, bytes.Length - at));
    }

    /// <summary>20 bits of samples per second, and behind eight others 36 bits of samples.</summary>
    public static (int Frequency, ulong Samples) Parse(ReadOnlySpan<byte> streamInfo)
    {
        var bits = BinaryPrimitives.ReadUInt64BigEndian(streamInfo[10..]);
        return ((int)(bits >> 44), bits & 0xf_ffff_ffff);
    }

    private static ulong ReadStreamInfo(AudioBytes bytes, long at, ref AudioInfo info)
    {
        Span<byte> block = stackalloc byte[StreamInfoLength];
        if (!bytes.TryRead(at, block))
        {
            return 0;
        }

        (info.Frequency, var samples) = Parse(block);
        return samples;
    }
}
