using Shoal.Catalog.Searching;

namespace Shoal.Catalog;

/// <summary>Reads a catalog: what owners share who are there. For one thread at a time.</summary>
public interface ICatalogReader : IDisposable
{
    /// <summary>The best of the first files that are found, in pages.</summary>
    /// <exception cref="CatalogException">The database cannot be read.</exception>
    SearchPage Search(SearchQuery query);

    /// <summary>The file that this owner shares by this path; null where there is none.</summary>
    FoundFile? Find(OwnerId owner, ReadOnlySpan<byte> path);

    /// <summary>Files of one owner in the order in which he first shared them, those behind that number.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="after">The <see cref="FoundFile.Id"/> of the last that is known; 0 for none.</param>
    /// <param name="most">How many at most.</param>
    IReadOnlyList<FoundFile> Browse(OwnerId owner, long after, int most);

    /// <summary>Files with this token and size, whoever shares them.</summary>
    IReadOnlyList<FoundFile> Sources(ReadOnlySpan<byte> token, long size, int most);
}
