using System.Text;

namespace Shoal.TrackerServer.Access;

/// <summary>What clients show to who was refused, and how often each was said. It never repeats what the client sent.</summary>
internal sealed class Refusals
{
    private static readonly byte[][] _texts =
    [
        [],
        [.. "this torrent is not on this tracker's list"u8],
        [.. "this tracker does not serve this torrent"u8],
        [.. "this tracker is private: use the announce URL with your passkey"u8],
        [.. "unknown passkey"u8],
        [.. "this tracker is private: scrape by HTTP with your passkey"u8],
    ];

    private readonly long[] _counts = new long[_texts.Length];

    public static ReadOnlySpan<byte> Utf8Of(Refusal why) => _texts[(int)why];

    public static string TextOf(Refusal why) => Encoding.UTF8.GetString(Utf8Of(why));

    /// <summary>How often that was the answer.</summary>
    public long Of(Refusal why) => Interlocked.Read(ref _counts[(int)why]);

    public void Count(Refusal why) => Interlocked.Increment(ref _counts[(int)why]);
}
