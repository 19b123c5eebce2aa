using System.Text;
using Shoal.Fuzz.Napster;
using Shoal.Napster.Client.Sharing.Audio;

namespace Shoal.Fuzz.Targets;

/// <summary>Headers of sound files: little is read of whatever it is, what is said is within bounds and can be told, and a plain reader finds the same where it can be sure.</summary>
public sealed class AudioHeaderTarget : FuzzTarget
{
    private const int MostReads = 4000;
    private const int MostBytes = 2 << 20;

    private readonly byte[] _scratch = new byte[256 << 10];

    public override string Name => "audio-header";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[]
            {
                "ID3\u0003\0\0\0\0\0\u0020", "ID3\u0004\0\u0080\0\0\u0001\0", "ID3\u0002\0\0", "TPE1\0\0\0\u0005\0\0\0Abba", "TIT2", "TALB", "TP1", "TAG", "\u00ff\u00fb\u0090\u0044", "\u00ff\u00f3\u0018\u00c4", "\u00ff\u00e3\u0018\u00c4", "Xing\0\0\0\u000f",
                "Info", "VBRI", "fLaC\0\0\0\"", "\u0084\0\0", "OggS\0", "\u0001vorbis", "\u0003vorbis", "OpusHead", "OpusTags", "ARTIST=", "ftyp", "moov", "trak", "mdia", "mdhd", "hdlr", "soun", "stsd", "udta", "meta", "ilst", "\u00a9nam", "data",
                "\0\0\0\u0001", "\u00ff\u00ff\u00ff\u00ff", "\u007f\u007f\u007f\u007f", "\u00ff\0",
            }.Select(Encoding.Latin1.GetBytes)];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var file = input.ToArray();
        var mpeg = Read(file, isMpeg: true);
        var other = Read(file, isMpeg: false);
        Require(other with { End = mpeg.End } == mpeg || other is { Bitrate: 0, Duration: 0, Frequency: 0 }, "its name changes what a container says");

        if (mpeg.TagEnd == 0 && NaiveAudio.Flac(file) is { } flac)
        {
            Require(mpeg.Frequency == flac.Frequency, "another frequency of FLAC");
            Require(flac.Frequency == 0 || Math.Abs(mpeg.Duration - Math.Min(int.MaxValue, (double)flac.Samples / flac.Frequency)) <= 0.501, "another length of FLAC");
        }

        if (NaiveAudio.Id3Artist(file) is { Length: <= 100 } artist && NaiveAudio.Flac(file[(int)mpeg.TagEnd..]) is null && !input.Contains((byte)'=') && !IsContainer(file, mpeg))
        {
            Require(string.Equals(mpeg.Artist, artist, StringComparison.Ordinal), "another artist of ID3");
        }

        if (mpeg.TagEnd == 0 && NaiveAudio.OggSamples(file) is { } samples && mpeg.Duration > 0)
        {
            Require(mpeg.Duration <= ((double)samples / mpeg.Frequency) + 0.501, "a longer Ogg than it is");
        }

        if (mpeg.TagEnd == 0 && !IsContainer(file, mpeg))
        {
            Require(NaiveAudio.Mpeg(file, (int)mpeg.End) == (mpeg.Start, mpeg.Frequency), "another first frame of MPEG");
        }
    }

    private static bool IsContainer(byte[] file, in AudioInfo info)
    {
        var start = Encoding.Latin1.GetString(file.AsSpan((int)info.TagEnd, Math.Min(8, file.Length - (int)info.TagEnd)));
        return start.StartsWith("fLaC", StringComparison.Ordinal) || start.StartsWith("OggS", StringComparison.Ordinal) || start[Math.Min(4, start.Length)..].Equals("ftyp", StringComparison.Ordinal);
    }

    private AudioInfo Read(byte[] file, bool isMpeg)
    {
        var source = new CountedSource(file);
        var info = AudioHeader.Read(source, isMpeg, _scratch);
        Require(source.Reads <= MostReads && source.BytesRead <= MostBytes, "too much of it is read");
        Require(0 <= info.TagEnd && info.TagEnd <= info.Start && info.Start <= info.End && info.End <= file.Length, "its sound is not within it");
        Require(info is { Bitrate: >= 0, Frequency: >= 0, Duration: >= 0 }, "a number below zero");
        foreach (var text in (ReadOnlySpan<string?>)[info.Artist, info.Title, info.Album])
        {
            Require(text is null || (text.Length is >= 1 and <= 100 && !text.Contains('"', StringComparison.Ordinal) && !text.Any(char.IsControl)), "a text that cannot be told");
        }

        return info;
    }
}
