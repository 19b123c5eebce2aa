using System.Text;

namespace Shoal.Fuzz.Napster;

/// <summary>Reads of sound files some of what their headers say, by the letter of the formats and with the whole file in memory. Null where it is not sure.</summary>
internal static class NaiveAudio
{
    private static readonly int[][] _bitrates =
    [
        [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
        [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
        [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
        [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ];

    /// <summary>Where the sound of a file without a tag at its beginning starts, and its frequency; both 0 where there is none.</summary>
    public static (int Start, int Frequency) Mpeg(byte[] file, int end)
    {
        for (var start = 0; start + 4 <= end; start++)
        {
            var at = start;
            var first = Frame(file, at, end);
            var frame = first;
            for (var followers = 0; frame is not null && followers < 3; followers++)
            {
                at += frame.Value.Length;
                if (at == end)
                {
                    break;
                }

                frame = Frame(file, at, end);
                frame = frame?.Kind == first?.Kind ? frame : null;
            }

            if (frame is not null)
            {
                return (start, first!.Value.Frequency);
            }
        }

        return (0, 0);
    }

    /// <summary>Frequency and samples of a stream of FLAC whose first block is as long as it must be.</summary>
    public static (long Frequency, long Samples)? Flac(byte[] file)
    {
        if (file.Length < 42 || !Latin(file, 0, 4).Equals("fLaC", StringComparison.Ordinal) || (file[4] & 0x7f) != 0)
        {
            return null;
        }

        var bits = string.Concat(file.Skip(8 + 10).Take(8).Select(value => Convert.ToString(value, 2).PadLeft(8, '0')));
        return (Convert.ToInt64(bits[..20], 2), Convert.ToInt64(bits[28..], 2));
    }

    /// <summary>The artist of a tag of ID3v2.3 without flags that lies wholly in the file, in letters of one byte each.</summary>
    public static string? Id3Artist(byte[] file)
    {
        if (file.Length < 10 || !Latin(file, 0, 4).Equals("ID3\u0003", StringComparison.Ordinal) || file[5] != 0 || file.Skip(6).Take(4).Any(value => value > 127))
        {
            return null;
        }

        var end = 10 + file.Skip(6).Take(4).Aggregate(0, (sum, value) => (sum * 128) + value);
        for (var at = 10; end <= file.Length && at + 10 < end && file[at] != 0;)
        {
            var length = file.Skip(at + 4).Take(4).Aggregate(0L, (sum, value) => (sum * 256) + value);
            if (at + 10 + length > end || file[at + 9] != 0)
            {
                return null;
            }

            if (Latin(file, at, 4).Equals("TPE1", StringComparison.Ordinal))
            {
                var text = Latin(file, at + 10, (int)length);
                return text.Length > 1 && text[0] == 0 && text.Skip(1).All(letter => letter is >= '0' and <= 'z') ? text[1..] : null;
            }

            at += 10 + (int)length;
        }

        return null;
    }

    /// <summary>The samples on the last page of the only stream of a file that is pages and nothing else.</summary>
    public static long? OggSamples(byte[] file)
    {
        long? last = null;
        var at = 0;
        while (at < file.Length)
        {
            if (at + 27 > file.Length || !Latin(file, at, 4).Equals("OggS", StringComparison.Ordinal) || at + 27 + file[at + 26] > file.Length || !file.Skip(at + 14).Take(4).SequenceEqual(file.Skip(14).Take(4)))
            {
                return null;
            }

            var samples = BitConverter.ToInt64(file, at + 6);
            last = samples == -1 ? last : samples;
            at += 27 + file[at + 26] + file.Skip(at + 27).Take(file[at + 26]).Sum(value => value);
        }

        // The same four letters within a page are beyond what this reader can judge.
        return at == file.Length && last is >= 0 && Encoding.Latin1.GetString(file).Split("OggS").Length - 1 == Pages(file) ? last : null;
    }

    private static int Pages(byte[] file)
    {
        var pages = 0;
        for (var at = 0; at < file.Length; pages++)
        {
            at += 27 + file[at + 26] + file.Skip(at + 27).Take(file[at + 26]).Sum(value => value);
        }

        return pages;
    }

    private static (int Kind, int Frequency, int Length)? Frame(byte[] file, int at, int end)
    {
        if (at + 4 > end || file[at] != 255 || file[at + 1] < 224)
        {
            return null;
        }

        var version = (file[at + 1] >> 3) & 3;
        var layer = (file[at + 1] >> 1) & 3;
        var rate = file[at + 2] >> 4;
        var frequency = (file[at + 2] >> 2) & 3;
        if (version == 1 || layer == 0 || rate == 0 || rate == 15 || frequency == 3)
        {
            return null;
        }

        var isFull = version == 3;
        var bits = 1000 * _bitrates[isFull ? 3 - layer : layer == 3 ? 3 : 4][rate - 1];
        var hertz = new[] { 44100, 48000, 32000 }[frequency] / (isFull ? 1 : version == 2 ? 2 : 4);
        var padding = (file[at + 2] >> 1) & 1;
        var length = layer == 3 ? ((12 * bits / hertz) + padding) * 4 : ((layer == 2 || isFull ? 144 : 72) * bits / hertz) + padding;
        return ((version * 100) + (layer * 10) + frequency, hertz, length);
    }

    private static string Latin(byte[] file, int at, int length) => Encoding.Latin1.GetString(file, at, Math.Min(length, file.Length - at));
}
