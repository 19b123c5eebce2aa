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

    /// <summary>
    /// Bytes of the file that readers map instead of reading them; 0 for none. Where the file is larger than their memory a search reads a hundred places of it, and with millions of files the slowest
    /// hundredth takes 2 to 5 ms so and 5 to 7 ms without. Whoever else cuts the file short, or a disk that fails, then ends the program: nothing but shoal may write to it.
    /// </summary>
    public long MappedMemory { get; init; } = 4L << 30;

    /// <summary>A search that takes longer gives what it has found, and where to go on. So many words in so many files cannot be looked through at once.</summary>
    public TimeSpan SearchTime { get; init; } = TimeSpan.FromMilliseconds(2);
}
