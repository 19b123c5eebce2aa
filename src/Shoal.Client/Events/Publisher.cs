namespace Shoal.Client.Events;

/// <summary>What a client publishes: revisions, which order all snapshots of all its torrents, and events. Any thread may call.</summary>
internal sealed class Publisher
{
    private long _revision;

    public EventHub Hub { get; } = new();

    /// <summary>The newest revision given out.</summary>
    public long Revision => Volatile.Read(ref _revision);

    public long NextRevision() => Interlocked.Increment(ref _revision);
}
