namespace Shoal.TrackerServer.Swarms;

/// <summary>What all shards hold together, and how much they may; from any thread.</summary>
internal sealed class Usage(StoreOptions options)
{
    private long _bytes;
    private long _peers;
    private long _swarms;
    private long _evicted;
    private long _completed;

    public long Bytes => Interlocked.Read(ref _bytes);

    public long Peers => Interlocked.Read(ref _peers);

    public long Swarms => Interlocked.Read(ref _swarms);

    public long Evicted => Interlocked.Read(ref _evicted);

    /// <summary>Downloads that ended since the start.</summary>
    public long Completed => Interlocked.Read(ref _completed);

    /// <summary>Takes memory; with force even where there is none left, for what cannot be left half done.</summary>
    public bool TryTakeBytes(long count, bool force) => Take(ref _bytes, count, options.Memory, force);

    public void GiveBytes(long count) => Interlocked.Add(ref _bytes, -count);

    public bool TryTakePeer() => Take(ref _peers, 1, options.MostPeers, force: false);

    public void GivePeers(int count) => Interlocked.Add(ref _peers, -count);

    public bool TryTakeSwarm() => Take(ref _swarms, 1, options.MostSwarms, force: false);

    public void GiveSwarm() => Interlocked.Decrement(ref _swarms);

    public void CountCompleted() => Interlocked.Increment(ref _completed);

    public void CountEvicted() => Interlocked.Increment(ref _evicted);

    private static bool Take(ref long total, long count, long most, bool force)
    {
        if (Interlocked.Add(ref total, count) <= most || force)
        {
            return true;
        }

        Interlocked.Add(ref total, -count);
        return false;
    }
}
