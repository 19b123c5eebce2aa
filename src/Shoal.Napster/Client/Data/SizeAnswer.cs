using System.Text;
using Shoal.Metainfo;
using Shoal.Napster.Protocol;

namespace Shoal.Napster.Client.Data;

/// <summary>
/// What an uploader answers to a request: the size of the file in digits, right in front of the data, or an error in words. Data may begin with digits too, so the size that the server told decides
/// where it begins.
/// </summary>
/// <param name="Size">Of the whole file, whatever the offset.</param>
/// <param name="Sha256">Told by one of ours, where it was asked for.</param>
/// <param name="Refusal">The error, and nothing else.</param>
/// <param name="Used">Bytes up to the data.</param>
internal readonly record struct SizeAnswer(long Size, Sha256Hash? Sha256, string? Refusal, int Used)
{
    /// <summary>Reads as much as there is.</summary>
    /// <param name="text">All that came.</param>
    /// <param name="expected">What the server told; old ones tell it modulo 2^32.</param>
    /// <param name="askedHash">The hash was asked for.</param>
    /// <param name="wasGreeted">The peer has said its "1".</param>
    /// <param name="answer">What it says so far, when it may be all or is.</param>
    public static Reading Read(ReadOnlySpan<byte> text, long? expected, bool askedHash, bool wasGreeted, out SizeAnswer answer)
    {
        answer = default;
        var skipped = text.IndexOfAnyExcept((byte)'\r', (byte)'\n');
        if (skipped is < 0 or > 2)
        {
            return text.Length > 2 ? Reading.Bad : Reading.More;
        }

        var rest = text[skipped..];
        var run = DataText.Digits(rest);
        if (run == 0)
        {
            answer = new SizeAnswer(0, null, LegacyText.Decode(rest[..Math.Min(rest.Length, Limits.DataRefusal)]), text.Length);
            return rest.Length >= Limits.DataRefusal || rest.Contains((byte)'\n') ? Reading.Whole : Reading.Maybe;
        }

        var (reading, size, used) = ReadSize(rest, run, expected, wasGreeted);
        if (reading == Reading.Bad)
        {
            return Reading.Bad;
        }

        answer = new SizeAnswer(size, null, null, skipped + used);
        if (reading == Reading.Whole && askedHash)
        {
            return ReadHash(rest[used..], ref answer);
        }

        return reading;
    }

    private static (Reading Reading, long Size, int Used) ReadSize(ReadOnlySpan<byte> rest, int run, long? expected, bool wasGreeted)
    {
        var digits = rest[..run];
        if (expected is { } size)
        {
            var told = Encoding.ASCII.GetBytes(size.ToString());
            if (digits.StartsWith(told))
            {
                return (Reading.Whole, size, told.Length);
            }

            // A greeting that came later than we waited for it.
            if (!wasGreeted && digits[0] == (byte)'1' && digits[1..].StartsWith(told))
            {
                return (Reading.Whole, size, told.Length + 1);
            }

            if (size <= uint.MaxValue && TryLarge(digits, (uint)size, out var large, out var used))
            {
                return (Reading.Whole, large, used);
            }
        }

        return !DataText.TryNumber(digits, out var number) ? (Reading.Bad, 0, 0) : (run < rest.Length ? Reading.Whole : Reading.Maybe, number, run);
    }

    /// <summary>A size above 4 GiB of which the server told the lower 32 bits.</summary>
    private static bool TryLarge(ReadOnlySpan<byte> digits, uint low, out long size, out int used)
    {
        for (used = 10; used <= Math.Min(digits.Length, 18); used++)
        {
            if (DataText.TryNumber(digits[..used], out size) && size > uint.MaxValue && (uint)size == low)
            {
                return true;
            }
        }

        size = 0;
        return false;
    }

    private static Reading ReadHash(ReadOnlySpan<byte> rest, ref SizeAnswer answer)
    {
        var reading = DataText.ReadHash(rest, out var hash, out var used);
        if (reading == Reading.Whole && rest.Length > used && rest[used] == (byte)'\n')
        {
            answer = answer with { Sha256 = hash, Used = answer.Used + used + 1 };
            return Reading.Whole;
        }

        // Data that begins like a hash is data, unless the hash can still become whole.
        return reading == Reading.Maybe || (reading == Reading.Whole && rest.Length == used) ? Reading.Maybe : Reading.Whole;
    }
}
