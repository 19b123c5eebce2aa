using System.Buffers.Binary;

namespace Shoal.Napster.Client.Sharing.Audio;

/// <summary>
/// MP4 (ISO 14496-12) and what iTunes puts into it. Boxes that hold others are entered by going on behind their header, so that the whole tree is read as one list.
/// <code>
///   ftyp  mdat  moov ─ mvhd  trak ─ mdia ─ mdhd  hdlr  minf ─ stbl ─ stsd ...   udta ─ meta ─ ilst ─ ©nam ─ data
/// </code>
/// </summary>
internal static class Mp4
{
    /// <summary>"ftyp".</summary>
    public const uint FileType = 0x66747970;

    private const uint Movie = 0x6d6f6f76;
    private const uint Track = 0x7472616b;
    private const uint MovieHeader = 0x6d766864;
    private const uint MediaHeader = 0x6d646864;
    private const uint Handler = 0x68646c72;
    private const uint Sound = 0x736f756e;
    private const uint SampleDescriptions = 0x73747364;
    private const uint Meta = 0x6d657461;
    private const uint Data = 0x64617461;
    private const uint Artist = 0xa9415254;
    private const uint Title = 0xa96e616d;
    private const uint Album = 0xa9616c62;
    private const int BoxHeader = 8;

    public static void Read(AudioBytes bytes, ref AudioInfo info)
    {
        var at = info.Start;
        var end = info.End;
        var movie = default(Times);
        var track = default(Times);
        var sound = default(Times);
        var (isSound, frequency, item) = (false, 0, 0u);
        long movieLength = 0;
        for (var boxes = 0; boxes < Limits.AudioBoxes && TryHeader(bytes, at, end, out var type, out var body, out var next); boxes++)
        {
            switch (type)
            {
                case Movie:
                    (movieLength, end, next) = (next - at, next, body);
                    break;
                case Track:
                    (isSound, track, next) = (false, default, body);
                    break;
                case MovieHeader:
                    movie = ReadTimes(bytes, body);
                    break;
                case MediaHeader:
                    track = ReadTimes(bytes, body);
                    break;
                case Handler:
                    isSound = bytes.TryNumber(body + 8) == Sound;
                    sound = isSound && sound.Scale == 0 ? track : sound;
                    break;
                case SampleDescriptions when isSound && frequency == 0:
                    // Behind the list's own eight bytes the first entry has its frequency in 32 to 34, which cannot be above 65535.
                    frequency = (int)((bytes.TryNumber(body + 8 + 32) ?? 0) >> 16);
                    break;
                case Meta:
                    // In MP4 there are four bytes before the boxes in it, in QuickTime there are none.
                    next = bytes.TryNumber(body + 4) == Handler ? body : body + 4;
                    break;
                case Artist or Title or Album:
                    (item, next) = (type, body);
                    break;
                case Data when item != 0:
                    Keep(item, bytes.Take(body + 8, Math.Min(next - body - 8, 4 * Limits.TagLength)), ref info);
                    item = 0;
                    break;
                case 0x6d646961 or 0x6d696e66 or 0x7374626c or 0x75647461 or 0x696c7374: // mdia, minf, stbl, udta, ilst
                    next = body;
                    break;
            }

            at = next;
        }

        var times = sound.Scale > 0 && sound.Length > 0 ? sound : movie;
        info.SetLength(times.Length, (int)Math.Min(times.Scale, int.MaxValue), info.End - movieLength);
        info.Frequency = frequency > 0 ? frequency : (int)Math.Min(sound.Scale, int.MaxValue);
    }

    private static void Keep(uint item, ReadOnlySpan<byte> text, ref AudioInfo info)
    {
        switch (item)
        {
            case Artist:
                info.Artist ??= TagText.Utf8(text);
                break;
            case Title:
                info.Title ??= TagText.Utf8(text);
                break;
            default:
                info.Album ??= TagText.Utf8(text);
                break;
        }
    }

    /// <summary>A length of 1 stands for one of 64 bits behind the type, and 0 for the rest.</summary>
    private static bool TryHeader(AudioBytes bytes, long at, long end, out uint type, out long body, out long next)
    {
        Span<byte> header = stackalloc byte[BoxHeader + sizeof(ulong)];
        var got = at < end ? bytes.ReadSome(at, header) : 0;
        (type, body, next) = (0, at + BoxHeader, 0);
        if (got < BoxHeader)
        {
            return false;
        }

        type = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        ulong length = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (length == 1)
        {
            body += sizeof(ulong);
            length = got == header.Length ? BinaryPrimitives.ReadUInt64BigEndian(header[BoxHeader..]) : 0;
        }
        else if (length == 0)
        {
            length = (ulong)(end - at);
        }

        next = length <= (ulong)(end - at) ? at + (long)length : 0;
        return next >= body;
    }

    /// <summary>The header of the film and that of a track begin alike: a version, and by it two times of 32 or 64 bits, the units of a second, and the length in these.</summary>
    private static Times ReadTimes(AudioBytes bytes, long body)
    {
        Span<byte> box = stackalloc byte[32];
        if (bytes.ReadSome(body, box) < 20)
        {
            return default;
        }

        return box[0] == 1
            ? new Times(BinaryPrimitives.ReadUInt32BigEndian(box[20..]), BinaryPrimitives.ReadUInt64BigEndian(box[24..]))
            : new Times(BinaryPrimitives.ReadUInt32BigEndian(box[12..]), BinaryPrimitives.ReadUInt32BigEndian(box[16..]));
    }

    private readonly record struct Times(uint Scale, ulong Length);
}
