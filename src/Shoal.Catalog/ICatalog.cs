namespace Shoal.Catalog;

/// <summary>
/// A database of shared files that can be searched. There is one writer at a time, which writes in batches; there are as many readers as are opened, and they wait for nobody.
/// Everything blocks: it is called by threads that may.
/// </summary>
public interface ICatalog : IDisposable
{
    /// <summary>What is shared now. Any thread may ask.</summary>
    CatalogCounts Counts { get; }

    /// <summary>
    /// Writes the changes in their order, all or none: when it returns they are found, and are there after a crash. One thread at a time.
    /// </summary>
    /// <param name="changes">What is to be written.</param>
    /// <param name="outcomes">What became of each; as long as the changes.</param>
    /// <exception cref="CatalogException">It could not be written: a disk that is full. Nothing is changed, and it may be tried again.</exception>
    void Write(ReadOnlySpan<CatalogChange> changes, Span<ChangeOutcome> outcomes);

    /// <summary>Forgets files of owners who are gone that were not seen since then, oldest first and a bounded number at a time. On the writer's thread.</summary>
    /// <returns>How many were forgotten.</returns>
    int Forget(DateTimeOffset before);

    /// <summary>Opens another reader, for one thread at a time.</summary>
    ICatalogReader OpenReader();
}
