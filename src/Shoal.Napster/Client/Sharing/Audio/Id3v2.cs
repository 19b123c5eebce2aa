using System.Buffers.Binary;

namespace Shoal.Napster.Client.Sharing.Audio;

/// <summary>Tags before the sound (ID3v2.2, 2.3 and 2.4), of which there may be several.</summary>
internal static class Id3v2
{
    private const int HeaderLength = 10;
    private const int Unsynchronised = 0x80;
    private const int HasExtension = 0x40;
    private const int HasFooter = 0x10;

    public static void Read(AudioBytes bytes, ref AudioInfo info)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        for (var tags = 0; tags < Limits.AudioTags && bytes.TryRead(info.TagEnd, header) && header.StartsWith("ID3"u8) && header[3] < 0xff && TrySevens(header[6..], out var length); tags++)
        {
            var flags = header[5];
            var end = info.TagEnd + HeaderLength + length + ((flags & HasFooter) != 0 && header[3] == 4 ? HeaderLength : 0);
            if (end > bytes.Length)
            {
                return;
            }

            if (header[3] is 2 or 3 or 4)
            {
                ReadFrames(bytes.Take(info.TagEnd + HeaderLength, length), header[3], flags, ref info);
            }

            info.TagEnd = end;
        }
    }

    private static void ReadFrames(ReadOnlySpan<byte> tag, int version, int flags, ref AudioInfo info)
    {
        // Of 2.4 each frame is unsynchronised by itself, and says so.
        var frames = (flags & Unsynchronised) != 0 && version < 4 ? Resynchronised(tag) : tag;
        if ((flags & HasExtension) != 0 && version > 2)
        {
            if (!TrySize(frames, version, out var extension))
            {
                return;
            }

            // Of 2.3 it does not count its own four bytes, of 2.4 it does.
            frames = frames[(int)Math.Min(frames.Length, extension + (version == 3 ? 4L : 0))..];
        }

        var nameLength = version == 2 ? 3 : 4;
        var headerLength = version == 2 ? 6 : 10;
        while (frames.Length > headerLength && frames[0] != 0)
        {
            var name = frames[..nameLength];
            if (!TrySize(frames[nameLength..], version, out var length))
            {
                return;
            }

            var format = version == 2 ? (byte)0 : frames[9];
            frames = frames[headerLength..];
            var body = frames[..(int)Math.Min(length, frames.Length)];
            frames = frames[body.Length..];
            Keep(name, Body(body, version, format, (flags & Unsynchronised) != 0), ref info);
        }
    }

    /// <summary>A frame without what its flags put before and between its bytes; empty where it is packed or locked.</summary>
    private static ReadOnlySpan<byte> Body(ReadOnlySpan<byte> body, int version, byte format, bool isUnsynchronised)
    {
        if (version == 3)
        {
            return (format & 0xc0) != 0 ? default : body[Math.Min(body.Length, (format & 0x20) != 0 ? 1 : 0)..];
        }

        if (version == 4)
        {
            if ((format & 0x0c) != 0)
            {
                return default;
            }

            body = body[Math.Min(body.Length, ((format & 0x40) != 0 ? 1 : 0) + ((format & 0x01) != 0 ? 4 : 0))..];
            return isUnsynchronised || (format & 0x02) != 0 ? Resynchronised(body) : body;
        }

        return body;
    }

    private static void Keep(ReadOnlySpan<byte> name, ReadOnlySpan<byte> body, ref AudioInfo info)
    {
        if (name.SequenceEqual("TPE1"u8) || name.SequenceEqual("TP1"u8))
        {
            info.Artist ??= Text(body);
        }
        else if (name.SequenceEqual("TIT2"u8) || name.SequenceEqual("TT2"u8))
        {
            info.Title ??= Text(body);
        }
        else if (name.SequenceEqual("TALB"u8) || name.SequenceEqual("TAL"u8))
        {
            info.Album ??= Text(body);
        }
    }

    private static string? Text(ReadOnlySpan<byte> body) => body switch
    {
        [0, .. var text] => TagText.Legacy(text),
        [1, .. var text] => TagText.Utf16(text, isBigEndian: false),
        [2, .. var text] => TagText.Utf16(text, isBigEndian: true),
        [3, .. var text] => TagText.Utf8(text),
        _ => null,
    };

    private static bool TrySize(ReadOnlySpan<byte> bytes, int version, out uint size)
    {
        size = 0;
        if (version == 2)
        {
            size = bytes.Length >= 3 ? (uint)(bytes[0] << 16 | bytes[1] << 8 | bytes[2]) : 0;
            return bytes.Length >= 3;
        }

        if (bytes.Length < sizeof(uint))
        {
            return false;
        }

        // Some programs write sizes of 2.4 as of 2.3: they can be told apart where a byte has its highest bit.
        size = version == 4 && TrySevens(bytes, out var sevens) ? sevens : BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return true;
    }

    /// <summary>Four bytes of seven bits.</summary>
    private static bool TrySevens(ReadOnlySpan<byte> bytes, out uint value)
    {
        value = (uint)(bytes[0] << 21 | bytes[1] << 14 | bytes[2] << 7 | bytes[3]);
        return ((bytes[0] | bytes[1] | bytes[2] | bytes[3]) & 0x80) == 0;
    }

    /// <summary>A zero behind 0xff was put there so that nothing looks like a frame of sound.</summary>
    private static ReadOnlySpan<byte> Resynchronised(ReadOnlySpan<byte> bytes)
    {
        var kept = new byte[bytes.Length];
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != 0 || i == 0 || bytes[i - 1] != 0xff)
            {
                kept[length++] = bytes[i];
            }
        }

        return kept.AsSpan(0, length);
    }
}
