using System.Buffers.Text;
using Shoal.Bencoding;
using Shoal.Runtime;

namespace Shoal.Trackers.Messages.Http;

/// <summary>Numbers of a reply, within bounds.</summary>
internal static class ReplyFields
{
    /// <summary>An integer, or text that is one: BEP 31 writes its own example so, and so do trackers in PHP.</summary>
    public static bool TryNumber(BencodeValue value, out long number) => value.TryGetInteger(out number)
        || (Utf8Parser.TryParse(value.AsBytes, out number, out var used) && used == value.AsBytes.Length);

    /// <summary>Seconds to wait: null where the reply does not say, or says nothing that can be (0 and less).</summary>
    public static TimeSpan? Seconds(BencodeValue value) =>
        TryNumber(value, out var seconds) && seconds > 0 ? Within(seconds, Limits.IntervalLeast, Limits.IntervalMost) : null;

    /// <summary>How many peers: null where the reply does not say or says less than none.</summary>
    public static int? Count(BencodeValue value) => TryNumber(value, out var count) && count >= 0 ? (int)Math.Min(count, int.MaxValue) : null;

    /// <summary>BEP 31: whole minutes, or "never".</summary>
    public static TimeSpan? RetryIn(BencodeValue value)
    {
        if (value.AsBytes.SequenceEqual("never"u8))
        {
            return Timeout.InfiniteTimeSpan;
        }

        return TryNumber(value, out var minutes) && minutes > 0 ? TimeSpan.FromMinutes(Math.Min(minutes, (long)Limits.RetryMost.TotalMinutes)) : null;
    }

    /// <summary>"failure reason" as a sentence, whatever it holds; null where there is none.</summary>
    public static string? Failure(BencodeValue root) => root.TryGet("failure reason"u8, out var failure)
        ? ShownText.Of(failure.AsBytes, Limits.TextLength) ?? "the tracker refused and gave no reason"
        : null;

    internal static TimeSpan Within(long seconds, TimeSpan least, TimeSpan most) =>
        TimeSpan.FromSeconds(Math.Clamp(seconds, (long)least.TotalSeconds, (long)most.TotalSeconds));
}
