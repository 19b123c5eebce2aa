namespace Shoal.Catalog;

/// <summary>How large a catalog may grow, and what it may take of the machine.</summary>
public sealed record CatalogOptions
{
    /// <summary>Files kept on disk, those of owners who are gone included: some 300 bytes of disk each, and 48 bytes of memory for one whose owner is there.</summary>
    public long MostFiles { get; init; } = 10_000_000;

    /// <summary>Bytes of the file that the writer holds in memory.</summary>
    public long WriterMemory { get; init; } = 64 << 20;

    /// <summary>Bytes of the file that each reader holds in memory.</summary>
    public long ReaderMemory { get; init; } = 64 << 20;

    /// <summary>A search that takes longer gives what it has found, and where to go on. So many words in so many files cannot be looked through at once.</summary>
    public TimeSpan SearchTime { get; init; } = TimeSpan.FromMilliseconds(2.5);
}
