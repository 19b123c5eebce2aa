namespace Shoal.Napster.Client.Sharing.Audio;

/// <summary>The last 128 bytes of many MP3 files: "TAG", and texts of at most 30 bytes. What ID3v2 says counts more.</summary>
internal static class Id3v1
{
    private const int Length = 128;
    private const int Text = 30;

    public static void Read(AudioBytes bytes, ref AudioInfo info)
    {
        Span<byte> tag = stackalloc byte[Length];
        if (bytes.Length - Length < info.TagEnd || !bytes.TryRead(bytes.Length - Length, tag) || !tag.StartsWith("TAG"u8))
        {
            return;
        }

        info.End -= Length;
        info.Title ??= TagText.Legacy(tag.Slice(3, Text));
        info.Artist ??= TagText.Legacy(tag.Slice(3 + Text, Text));
        info.Album ??= TagText.Legacy(tag.Slice(3 + 2 * Text, Text));
    }
}
