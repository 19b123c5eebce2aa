namespace Shoal.Runtime;

/// <summary>Rare work of which somebody awaits the result; frequent work is a reused <see cref="IWork"/>.</summary>
public static class WorkerCalls
{
    /// <summary>Runs on a worker; the result, or what was thrown, is told by way of the loop.</summary>
    public static Task<T> CallAsync<T>(this IWorkers workers, Loop loop, Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(workers);
        var call = new Call<T>(function);
        workers.Submit(call, loop, call);
        return call.Done;
    }

    private sealed class Call<T>(Func<T> function) : IWork, IMail
    {
        private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;
        private Exception? _failure;

        public Task<T> Done => _done.Task;

        public void Run()
        {
            try
            {
                _result = function();
            }
#pragma warning disable CA1031 // A worker must not throw: whatever went wrong reaches the caller.
            catch (Exception e)
            {
                _failure = e;
            }
#pragma warning restore CA1031
        }

        public void OpenOnLoop()
        {
            if (_failure is not null)
            {
                _done.SetException(_failure);
            }
            else
            {
                _done.SetResult(_result!);
            }
        }
    }
}
