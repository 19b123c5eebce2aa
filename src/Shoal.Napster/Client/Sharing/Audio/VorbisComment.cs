using System.Buffers.Binary;

namespace Shoal.Napster.Client.Sharing.Audio;

/// <summary>The tags of FLAC and Ogg: a list of <c>KEY=value</c> in UTF-8, behind the name of the program that wrote it. It may be cut short.</summary>
internal static class VorbisComment
{
    public static void Read(ReadOnlySpan<byte> bytes, ref AudioInfo info)
    {
        if (!TryTake(ref bytes, out _) || bytes.Length < sizeof(uint))
        {
            return;
        }

        var count = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        bytes = bytes[sizeof(uint)..];
        for (; count > 0 && TryTake(ref bytes, out var comment); count--)
        {
            var equals = comment.IndexOf((byte)'=');
            if (equals > 0)
            {
                Keep(comment[..equals], comment[(equals + 1)..], ref info);
            }
        }
    }

    private static void Keep(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ref AudioInfo info)
    {
        if (System.Text.Ascii.EqualsIgnoreCase(key, "ARTIST"))
        {
            info.Artist ??= TagText.Utf8(value);
        }
        else if (System.Text.Ascii.EqualsIgnoreCase(key, "TITLE"))
        {
            info.Title ??= TagText.Utf8(value);
        }
        else if (System.Text.Ascii.EqualsIgnoreCase(key, "ALBUM"))
        {
            info.Album ??= TagText.Utf8(value);
        }
    }

    private static bool TryTake(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (bytes.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(bytes) is var length && length > bytes.Length - sizeof(uint))
        {
            return false;
        }

        taken = bytes.Slice(sizeof(uint), (int)length);
        bytes = bytes[(sizeof(uint) + (int)length)..];
        return true;
    }
}
