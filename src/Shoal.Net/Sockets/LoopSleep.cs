using Shoal.Runtime;

namespace Shoal.Net.Sockets;

/// <summary>How long a loop's thread may wait for its next timer.</summary>
internal static class LoopSleep
{
    /// <summary>Milliseconds, or -1 for ever. Rounded up: waking a moment early would spin until the timer is due.</summary>
    public static int Milliseconds(Loop loop, TimeSpan? due) =>
        due is { } at ? (int)Math.Clamp(Math.Ceiling((at - loop.Now).TotalMilliseconds), 0, int.MaxValue) : Timeout.Infinite;
}
