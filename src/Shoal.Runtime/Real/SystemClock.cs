namespace Shoal.Runtime.Real;

/// <summary>The machine's own clock.</summary>
public static class SystemClock
{
    /// <summary>Wall clock and monotonic clock of the system.</summary>
    public static TimeProvider Instance => TimeProvider.System;
}
