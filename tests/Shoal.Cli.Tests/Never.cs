namespace Shoal.Cli.Tests;

/// <summary>What does not happen by itself.</summary>
internal static class Never
{
    /// <summary>Ends when it is cancelled, without a fault.</summary>
    public static async Task Until(CancellationToken cancellation)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellation.Register(cancelled.SetResult);
        await cancelled.Task;
    }
}
