using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Shoal.Napster.Client.Sharing.Audio;

namespace Shoal.Napster.Tests.Sharing;

public sealed class AudioHeaderTests
{
    private static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "Sharing", "Golden", name);

    public static TheoryData<string> Lines => [.. File.ReadLines(Golden("expected.txt")).Where(line => !line.StartsWith('#'))];

    /// <summary>make.py beside the files tells which programs made them, and which say what is expected.</summary>
    [Theory]
    [MemberData(nameof(Lines))]
    public void Files_of_other_programs_say_of_themselves_what_other_readers_read(string line)
    {
        var told = line.Split('|');
        var info = Read(File.ReadAllBytes(Golden(told[0])), told[0].EndsWith(".mp3", StringComparison.Ordinal));

        Assert.InRange(info.Bitrate, Math.Floor(Number(told[1])), Math.Ceiling(Number(told[2])));
        Assert.Equal(Number(told[3]), info.Frequency);
        // Some count the last tag as sound, or what is skipped at the beginning.
        Assert.InRange(info.Duration, Math.Round(Number(told[4]) - 0.1), Math.Round(Number(told[4]) + 0.1));
        Assert.Equal(told[5..].Select(text => text.Replace('"', '\'')), [info.Artist ?? "", info.Title ?? "", info.Album ?? ""]);
    }

    [Fact]
    public void The_legacy_token_is_of_the_sound_alone()
    {
        // Two files of the same sound, before one a tag and 700 bytes of nothing, and a tag of the first kind behind both.
        var sound = File.ReadAllBytes(Golden("lame-mpeg25-id3v1.mp3"));
        var tagged = File.ReadAllBytes(Golden("id3v23-extended.mp3"));
        using var place = new SharePlace();
        place.Put("Music/plain.mp3", sound);
        place.Put("Music/tagged.mp3", [.. tagged, .. sound[^128..]]);

        place.Scan();

        var md5 = Convert.ToHexStringLower(MD5.HashData(sound.AsSpan(0, sound.Length - 128)));
        Assert.Equal($"{md5}-{sound.Length - 128}", Encoding.ASCII.GetString(place.Find(@"\Music\plain.mp3")!.Token));
        Assert.Equal($"{md5}-{sound.Length - 128 + 700}", Encoding.ASCII.GetString(place.Find(@"\Music\tagged.mp3")!.Token));
    }

    [Fact]
    public void A_window_of_the_token_may_begin_and_end_anywhere()
    {
        // A tag with a picture longer than what is read at once, and sound that is longer than the window.
        var frames = File.ReadAllBytes(Golden("lame-mpeg25-id3v1.mp3"))[..^128];
        byte[] sound = [.. Enumerable.Repeat(frames, 50).SelectMany(part => part)];
        var tag = new byte[10 + 300_000];
        "ID3\u0003\0\0"u8.CopyTo(tag);
        (tag[7], tag[8], tag[9]) = (300_000 >> 14, 300_000 >> 7 & 127, 300_000 & 127);
        using var place = new SharePlace();
        place.Put("Music/a.mp3", [.. tag, .. sound]);

        place.Scan();

        Assert.Equal($"{Convert.ToHexStringLower(MD5.HashData(sound.AsSpan(0, 300_032)))}-{sound.Length}", Encoding.ASCII.GetString(place.Find(@"\Music\a.mp3")!.Token));
    }

    [Fact]
    public void A_scan_tells_of_songs_what_their_headers_say()
    {
        using var place = new SharePlace();
        place.Put("Music/a.flac", File.ReadAllBytes(Golden("tone.flac")));
        place.Put("Music/a.txt", File.ReadAllBytes(Golden("tone.flac")));

        place.Scan();

        var song = place.Find(@"\Music\a.flac")!;
        Assert.Equal((161, 44100, 3, "Björk & Søn", "A 'tone' of 3 s", "日本 Tones"), (song.Bitrate, song.Frequency, song.Duration, song.Artist, song.Title, song.Album));
        var text = place.Find(@"\Music\a.txt")!;
        Assert.Equal((0, 0, 0, null, null, null), (text.Bitrate, text.Frequency, text.Duration, text.Artist, text.Title, text.Album));
    }

    [Fact]
    public void A_film_of_many_gigabytes_is_read_at_both_ends_only()
    {
        // The sound's bytes are as many as 64 bits can tell, and the film's box comes behind them.
        var file = File.ReadAllBytes(Golden("moov-last.m4a"));
        var data = Find(file, "mdat");
        var movie = Find(file, "moov");
        var gap = 9L << 30;
        var head = new byte[data + 8];
        file.AsSpan(0, data - 4).CopyTo(head);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(data - 4), 1);
        "mdat"u8.CopyTo(head.AsSpan(data));
        var source = new SparseSource([.. head[..(data + 4)], .. BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(gap))], data - 4 + gap, file[(movie - 4)..]);

        var info = AudioHeader.Read(source, isMpeg: false, new byte[Limits.AudioTagBytes]);

        Assert.Equal((3, 44100, "Björk & Søn"), (info.Duration, info.Frequency, info.Artist));
        Assert.InRange(source.BytesRead, 1, 10_000);
    }

    [Theory]
    [InlineData("moov-last.m4a")]
    [InlineData("tone.flac")]
    [InlineData("vorbis.ogg")]
    [InlineData("id3v24-unsync.mp3")]
    [InlineData("lame-vbr.mp3")]
    public void Whatever_is_changed_in_a_file_little_is_read_of_it_and_nothing_is_thrown(string name)
    {
        var random = new Random(5);
        var original = File.ReadAllBytes(Golden(name));
        var scratch = new byte[Limits.AudioTagBytes];
        for (var i = 0; i < 2000; i++)
        {
            var bytes = original[..random.Next(original.Length + 1)];
            for (var changes = random.Next(20); changes > 0 && bytes.Length > 0; changes--)
            {
                bytes[random.Next(Math.Min(bytes.Length, 500))] = (byte)random.Next(256);
            }

            var source = new MemorySource(bytes, random.Next(2) == 0 ? bytes.Length : 5L << 30);
            var info = AudioHeader.Read(source, isMpeg: true, scratch);

            Assert.True(source.Reads <= Limits.AudioReads && source.BytesRead <= Limits.AudioBytes);
            Assert.True(0 <= info.TagEnd && info.TagEnd <= info.Start && info.Start <= info.End && info.End <= source.Length);
            Assert.True(info is { Bitrate: >= 0, Frequency: >= 0, Duration: >= 0 });
            foreach (var text in (ReadOnlySpan<string?>)[info.Artist, info.Title, info.Album])
            {
                Assert.True(text is null || (text.Length is > 0 and <= Limits.TagLength && !text.Contains('"') && !text.Any(char.IsControl)));
            }
        }
    }

    [Fact]
    public void Four_bytes_that_look_like_a_frame_are_none_where_no_others_follow()
    {
        var sound = File.ReadAllBytes(Golden("lame-mpeg25-id3v1.mp3"))[..^128];
        byte[] junk = [0xff, 0xfb, 0x90, 0x00, .. new byte[600]];

        Assert.Equal(junk.Length, Read([.. junk, .. sound], isMpeg: true).Start);
        Assert.Equal((0, 0), Read(junk, isMpeg: true) is var info ? (info.Start, info.Bitrate) : default);
        Assert.Equal(0, Read([.. junk, .. sound], isMpeg: false).Bitrate);
    }

    [Fact]
    public void Frames_of_many_lengths_that_nobody_counted_are_as_long_as_they_are_on_average()
    {
        // The sound of lame -V behind the frame that says how many there are.
        var file = File.ReadAllBytes(Golden("lame-vbr.mp3"));
        var told = Read(file, isMpeg: true);
        Assert.True(MpegFrame.TryParse(BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan((int)told.Start)), out var first));
        var sound = file[((int)told.Start + first.Length)..];

        var info = Read(sound, isMpeg: true);

        Assert.Equal((told.Duration, told.Frequency), (info.Duration, info.Frequency));
        Assert.InRange(info.Bitrate, told.Bitrate - 1, told.Bitrate + 1);
    }

    [Fact]
    public void A_last_page_on_which_no_packet_ends_does_not_say_how_long_the_sound_is()
    {
        // RFC 3533 §6: its position is -1.
        var file = File.ReadAllBytes(Golden("vorbis.ogg"));
        var page = file[..27];
        page.AsSpan(6, 8).Fill(0xff);
        page[26] = 0;

        Assert.Equal(Read(file, isMpeg: false).Duration, Read([.. file, .. page], isMpeg: false).Duration);
    }

    [Fact]
    public void Ogg_with_another_codec_says_nothing()
    {
        var file = File.ReadAllBytes(Golden("tone.opus"));
        "Speex   "u8.CopyTo(file.AsSpan(Find(file, "OpusHead")));

        Assert.Equal(0, Read(file, isMpeg: false).Frequency);
    }

    private static AudioInfo Read(byte[] file, bool isMpeg) => AudioHeader.Read(new MemorySource(file), isMpeg, new byte[Limits.AudioTagBytes]);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static int Find(byte[] file, string type) => file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(type));

    /// <summary>A file with a head and a tail, and zeros between.</summary>
    private sealed class SparseSource(byte[] head, long tailAt, byte[] tail) : IAudioSource
    {
        public long BytesRead { get; private set; }

        public long Length => tailAt + tail.Length;

        public int Read(long offset, Span<byte> into)
        {
            into = into[..(int)Math.Min(into.Length, Length - offset)];
            for (var i = 0; i < into.Length; i++)
            {
                var at = offset + i;
                into[i] = at < head.Length ? head[at] : at >= tailAt ? tail[at - tailAt] : (byte)0;
            }

            BytesRead += into.Length;
            return into.Length;
        }
    }
}
