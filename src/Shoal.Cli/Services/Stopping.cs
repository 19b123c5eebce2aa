namespace Shoal.Cli.Services;

/// <summary>How a service waits for its end.</summary>
internal static class Stopping
{
    /// <summary>Ends when the user stops the program.</summary>
    public static async Task WaitAsync(CancellationToken cancellation)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellation.Register(stopped.SetResult);
        await stopped.Task;
    }
}
