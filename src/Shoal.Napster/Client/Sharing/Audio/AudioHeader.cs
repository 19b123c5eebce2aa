namespace Shoal.Napster.Client.Sharing.Audio;

/// <summary>
/// Reads what a file of MP3, FLAC, Ogg (Vorbis, Opus) or MP4 says of itself: a few kilobytes of its beginning, and of its end where the format puts something there. What is wrong in a file
/// is as if it were not there.
/// </summary>
internal static class AudioHeader
{
    /// <param name="source">The file.</param>
    /// <param name="isMpeg">It is named as MPEG audio, for which any bytes could be taken.</param>
    /// <param name="scratch">Room for <see cref="Limits.AudioTagBytes"/>.</param>
    public static AudioInfo Read(IAudioSource source, bool isMpeg, byte[] scratch)
    {
        var bytes = new AudioBytes(source, scratch);
        var info = new AudioInfo { End = source.Length };
        Id3v2.Read(bytes, ref info);
        info.Start = info.TagEnd;
        var magic = bytes.TryNumber(info.Start);
        if (magic == Flac.Magic)
        {
            Flac.Read(bytes, ref info);
        }
        else if (magic == Ogg.Magic)
        {
            Ogg.Read(bytes, ref info);
        }
        else if (bytes.TryNumber(info.Start + 4) == Mp4.FileType)
        {
            Mp4.Read(bytes, ref info);
        }
        else if (isMpeg)
        {
            Id3v1.Read(bytes, ref info);
            MpegAudio.Read(bytes, ref info);
        }

        return info;
    }
}
