namespace Shoal.Napster.Client.Sharing.Audio;

/// <summary>The four bytes at the beginning of a frame of MPEG audio (ISO 11172-3 and 13818-3, and MPEG 2.5).</summary>
/// <param name="Version">1, 2, or 25 for 2.5.</param>
/// <param name="Layer">1 to 3.</param>
/// <param name="Bitrate">Kilobits per second.</param>
/// <param name="Frequency">Samples per second.</param>
/// <param name="IsMono">One channel.</param>
/// <param name="Length">Bytes from this frame to the next.</param>
internal readonly record struct MpegFrame(int Version, int Layer, int Bitrate, int Frequency, bool IsMono, int Length)
{
    public const int HeaderLength = 4;

    private static ReadOnlySpan<short> Layer1 => [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448];
    private static ReadOnlySpan<short> Layer2 => [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];
    private static ReadOnlySpan<short> Layer3 => [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    private static ReadOnlySpan<short> LowLayer1 => [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256];
    private static ReadOnlySpan<short> LowLayers => [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    private static ReadOnlySpan<int> Frequencies => [44100, 48000, 32000];

    /// <summary>Samples of each channel in a frame.</summary>
    public int Samples => Layer == 1 ? 384 : Layer == 3 && Version > 1 ? 576 : 1152;

    /// <summary>Bytes between the header and what the first frame may have instead of sound.</summary>
    public int SideLength => Version == 1 ? IsMono ? 17 : 32 : IsMono ? 9 : 17;

    /// <summary>Frames of one stream differ in nothing else than bitrate and mode.</summary>
    public bool IsLike(in MpegFrame other) => (Version, Layer, Frequency) == (other.Version, other.Layer, other.Frequency);

    public static bool TryParse(uint header, out MpegFrame frame)
    {
        frame = default;
        var version = (header >> 19 & 3) switch { 3 => 1, 2 => 2, 0 => 25, _ => 0 };
        var layer = 4 - (int)(header >> 17 & 3);
        var rate = (int)(header >> 12 & 15);
        var frequency = (int)(header >> 10 & 3);
        if (header >> 21 != 0x7ff || version == 0 || layer == 4 || rate is 0 or 15 || frequency == 3)
        {
            return false;
        }

        var bitrates = (version, layer) switch { (1, 1) => Layer1, (1, 2) => Layer2, (1, _) => Layer3, (_, 1) => LowLayer1, _ => LowLayers };
        var (kilobits, samplesPerSecond) = (bitrates[rate - 1], Frequencies[frequency] / (version == 25 ? 4 : version));
        var padding = (int)(header >> 9 & 1);
        frame = new MpegFrame(version, layer, kilobits, samplesPerSecond, (header >> 6 & 3) == 3, 0);
        return (frame = frame with
        {
            Length = layer == 1 ? (12000 * kilobits / samplesPerSecond + padding) * 4 : frame.Samples / 8 * 1000 * kilobits / samplesPerSecond + padding,
        }).Length > HeaderLength;
    }
}
