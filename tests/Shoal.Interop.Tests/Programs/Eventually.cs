using System.Diagnostics;

namespace Shoal.Interop.Tests.Programs;

/// <summary>Waits for something in the world outside to become true, and says what it was when it does not.</summary>
internal static class Eventually
{
    /// <summary>Long enough for a program to start on a machine that is busy with a build.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    public static void Is(string what, Func<bool> condition, Func<string>? otherwise = null)
    {
        var start = Stopwatch.GetTimestamp();
        using var never = new ManualResetEventSlim();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, $"waited {Patience.TotalSeconds} s in vain for this: {what}\n{otherwise?.Invoke()}");
            never.Wait(Interval);
        }
    }
}
