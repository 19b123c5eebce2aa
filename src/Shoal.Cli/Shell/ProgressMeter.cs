using System.Diagnostics;

namespace Shoal.Cli.Shell;

/// <summary>Shows how far a known number of bytes is done: a bar on a terminal, a line every few seconds in a pipe.</summary>
internal sealed class ProgressMeter(Output output, string what, long total)
{
    private const int BarLength = 24;
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    private readonly long _started = Stopwatch.GetTimestamp();
    private long _lastLine = Stopwatch.GetTimestamp();

    /// <summary>Called with the bytes done so far, as often as one likes up to ten times a second.</summary>
    public void Report(long done)
    {
        if (!output.IsTerminal && Stopwatch.GetElapsedTime(_lastLine) < PlainInterval)
        {
            return;
        }

        _lastLine = Stopwatch.GetTimestamp();
        var share = total == 0 ? 1 : Math.Min(1, (double)done / total);
        var rate = Sizes.Format((long)(done / Math.Max(0.001, Stopwatch.GetElapsedTime(_started).TotalSeconds)));
        var filled = (int)(share * BarLength);
        var bar = output.IsTerminal ? $"[{new string('#', filled)}{new string('.', BarLength - filled)}] " : "";
        output.Progress($"{what} {bar}{(int)(share * 100)} % of {Sizes.Format(total)}, {rate}/s");
    }
}
