using System.Buffers.Binary;

namespace Shoal.Napster.Client.Sharing.Audio;

/// <summary>
/// Frames of MPEG audio without a container. The first frame may say how many there are (Xing, Info, VBRI); else all are taken to be as long as the first ones are on average.
/// </summary>
internal static class MpegAudio
{
    private const int VbriOffset = 32;

    public static void Read(AudioBytes bytes, ref AudioInfo info)
    {
        if (!TryFind(bytes, ref info, out var frame))
        {
            return;
        }

        info.Frequency = frame.Frequency;
        var (frames, length) = ReadCount(bytes, info.Start + MpegFrame.HeaderLength, frame);
        if (frames > 0)
        {
            info.SetLength((ulong)frames * (ulong)frame.Samples, frame.Frequency, length > 0 ? length : info.End - info.Start);
        }
        else
        {
            info.Bitrate = AverageBitrate(bytes, info.Start, info.End, frame);
            info.Duration = (int)Math.Min(int.MaxValue, ((info.End - info.Start) / 125 + info.Bitrate / 2) / info.Bitrate);
        }
    }

    /// <summary>The first frame is where others of its kind follow: four bytes can look like one by chance.</summary>
    private static bool TryFind(AudioBytes bytes, ref AudioInfo info, out MpegFrame frame)
    {
        var head = bytes.Take(info.TagEnd, Math.Min(info.End - info.TagEnd, Limits.AudioSync));
        for (var i = 0; i + MpegFrame.HeaderLength <= head.Length; i++)
        {
            if (head[i] == 0xff && MpegFrame.TryParse(BinaryPrimitives.ReadUInt32BigEndian(head[i..]), out frame) && IsFollowed(bytes, info.TagEnd + i, info.End, frame))
            {
                info.Start = info.TagEnd + i;
                return true;
            }
        }

        frame = default;
        return false;
    }

    private static bool IsFollowed(AudioBytes bytes, long at, long end, in MpegFrame first)
    {
        var frame = first;
        for (var i = 0; i < Limits.AudioFollowers; i++)
        {
            at += frame.Length;
            if (at == end)
            {
                return true;
            }

            if (at + MpegFrame.HeaderLength > end || bytes.TryNumber(at) is not { } header || !MpegFrame.TryParse(header, out frame) || !frame.IsLike(first))
            {
                return false;
            }
        }

        return true;
    }

    private static int AverageBitrate(AudioBytes bytes, long at, long end, in MpegFrame first)
    {
        var frame = first;
        var (sum, count) = (0, 0);
        do
        {
            sum += frame.Bitrate;
            count++;
            at += frame.Length;
        }
        while (count < Limits.AudioFrames && at < end && bytes.TryNumber(at) is { } header && MpegFrame.TryParse(header, out frame) && frame.IsLike(first));

        return (sum + count / 2) / count;
    }

    /// <summary>Frames and their bytes, where they are told of and differ in length; "Info" tells of frames that do not.</summary>
    private static (long Frames, long Bytes) ReadCount(AudioBytes bytes, long body, in MpegFrame frame)
    {
        Span<byte> tag = stackalloc byte[18];
        if (bytes.TryRead(body + frame.SideLength, tag[..16]) && (tag.StartsWith("Xing"u8) || tag.StartsWith("Info"u8)))
        {
            var flags = tag[7];
            return (flags & 1) != 0 && tag[0] == 'X'
                ? (BinaryPrimitives.ReadUInt32BigEndian(tag[8..]), (flags & 2) != 0 ? BinaryPrimitives.ReadUInt32BigEndian(tag[12..]) : 0)
                : default;
        }

        return bytes.TryRead(body + VbriOffset, tag) && tag.StartsWith("VBRI"u8)
            ? (BinaryPrimitives.ReadUInt32BigEndian(tag[14..]), BinaryPrimitives.ReadUInt32BigEndian(tag[10..]))
            : default;
    }
}
