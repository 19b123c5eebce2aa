using Shoal.TrackerServer.Swarms;

namespace Shoal.TrackerServer.Files;

/// <summary>Writes the swarms to a file every so often and at the end, on a thread of its own.</summary>
internal sealed class SnapshotKeeper : IDisposable
{
    private readonly SnapshotFile _file;
    private readonly SwarmStore _store;
    private readonly TimeProvider _time;
    private readonly Func<TimeSpan> _now;
    private readonly TimeSpan _pause;
    private readonly Action<string> _onFailure;
    private readonly ManualResetEventSlim _stopping = new();
    private readonly Thread _thread;

    /// <param name="file">Where it is written.</param>
    /// <param name="store">What is written.</param>
    /// <param name="time">The wall clock.</param>
    /// <param name="now">The store's time, from any thread.</param>
    /// <param name="pause">From one to the next.</param>
    /// <param name="onFailure">Told in a sentence why one could not be written; on the keeper's thread.</param>
    public SnapshotKeeper(SnapshotFile file, SwarmStore store, TimeProvider time, Func<TimeSpan> now, TimeSpan pause, Action<string> onFailure)
    {
        _file = file;
        _store = store;
        _time = time;
        _now = now;
        _pause = pause;
        _onFailure = onFailure;
        _thread = new Thread(Run) { IsBackground = true, Name = "snapshot" };
        _thread.Start();
    }

    /// <summary>Writes the last one and ends.</summary>
    public void Dispose()
    {
        _stopping.Set();
        _thread.Join();
        _stopping.Dispose();
    }

    private void Run()
    {
        while (!_stopping.Wait(_pause))
        {
            Write();
        }

        Write();
    }

    private void Write()
    {
        if (_file.Write(_store, _now(), _time.GetUtcNow()) is { } failure)
        {
            _onFailure(failure);
        }
    }
}
