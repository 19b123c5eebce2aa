namespace Shoal.Napster.Client.Files;

/// <summary>
/// What one listener, such as the link to a server, was told of an index, and what it is to be told next. A file that went before it was told of is never told of. One thread at a time.
/// </summary>
public sealed class ShareFeed : IDisposable
{
    private readonly ShareIndex _index;

    // All files up to the one revision were told, and of these whatever went up to the other.
    private long _came;
    private long _went;

    internal ShareFeed(ShareIndex index, long went) => (_index, _went) = (index, went);

    /// <summary>Nothing of what went up to here is asked for any more.</summary>
    internal long Went => Volatile.Read(ref _went);

    /// <summary>The next changes: first what went. None where all was told. Asks the disk.</summary>
    /// <param name="most">At most so many, and at most 1,000.</param>
    public IReadOnlyList<ShareChange> Next(int most)
    {
        var (changes, came, went) = _index.Changes(_came, _went, most);
        _came = came;
        Volatile.Write(ref _went, went);
        return changes;
    }

    /// <inheritdoc/>
    public void Dispose() => _index.Leave(this);
}
