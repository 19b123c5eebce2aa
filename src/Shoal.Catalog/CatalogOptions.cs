namespace Shoal.Catalog;

/// <summary>How large a catalog may grow, and what it may take of the machine.</summary>
public sealed record CatalogOptions
{
    /// <summary>Files kept on disk, those of owners who are gone included: some 250 bytes of disk each.</summary>
    public long MostFiles { get; init; } = 10_000_000;

    /// <summary>
    /// Bytes of memory for what is shared now, its words included: as a rule some 300 bytes a file. Where they are used up nothing more can be shared until something is shared no longer.
    /// </summary>
    public long LiveMemory { get; init; } = 4L << 30;

    /// <summary>Bytes of the file that the writer holds in memory.</summary>
    public long WriterMemory { get; init; } = 64 << 20;

    /// <summary>A search that takes longer gives what it has found, and where to go on. So many words in so many files cannot be looked through at once.</summary>
    public TimeSpan SearchTime { get; init; } = TimeSpan.FromMilliseconds(2);
}
