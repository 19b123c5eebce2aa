using Shoal.Catalog.Sqlite;

namespace Shoal.Catalog.Exchange;

/// <summary>
/// Reads lines as <see cref="CatalogExport"/> writes them. Their files are kept as those of owners who are not there; of a file that is kept already nothing changes, so an import that was
/// broken off can be run again.
/// </summary>
public static class CatalogImport
{
    /// <summary>Reads all lines. On the writer's thread.</summary>
    /// <param name="catalog">To here.</param>
    /// <param name="from">Stays open.</param>
    /// <param name="today">When files were seen whose lines do not say.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    /// <exception cref="CatalogException">The database cannot be written. What was imported before stays.</exception>
    public static ImportReport Read(SqliteCatalog catalog, Stream from, DateTimeOffset today, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(from);
        var batch = new ImportBatch(catalog);
        var lines = new LineReader(from);
        while (lines.Next())
        {
            cancellation.ThrowIfCancellationRequested();
            if (lines.IsTooLong)
            {
                batch.Refuse(lines.Number, $"it is longer than {Limits.LineLength} bytes");
            }
            else if (lines.Line.Length == 0)
            {
                continue;
            }
            else if (FileLine.TryRead(lines.Line, today, out var kept, out var reason))
            {
                batch.Add(lines.Number, kept);
            }
            else
            {
                batch.Refuse(lines.Number, reason);
            }
        }

        return batch.End();
    }
}
