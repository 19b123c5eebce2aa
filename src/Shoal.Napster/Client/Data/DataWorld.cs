using Shoal.Net;
using Shoal.Net.Rates;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Data;

/// <summary>What a data port is given.</summary>
/// <param name="Loop">Where it decides.</param>
/// <param name="Transport">How peers are connected to.</param>
/// <param name="Disk">Who reads, writes and hashes: two, so that one transfer's disk does not hold up another's.</param>
/// <param name="Up">The limit of all uploads together.</param>
/// <param name="Down">The limit of all downloads together.</param>
/// <param name="IsPortable">Files by the framework's calls alone.</param>
internal sealed record DataWorld(Loop Loop, ITransport Transport, IWorkers Disk, TokenBucket Up, TokenBucket Down, bool IsPortable = false)
{
    /// <summary>Has something done by a worker, and goes on with its result.</summary>
    public void OnWorker<T>(Func<T> work, Action<T> then)
    {
        var errand = new DiskErrand<T>(work, then);
        Disk.Submit(errand, Loop, errand);
    }

    private sealed class DiskErrand<T>(Func<T> work, Action<T> then) : IWork, IMail
    {
        private T _result = default!;

        public void Run() => _result = work();

        public void OpenOnLoop() => then(_result);
    }
}
