using System.Text.Encodings.Web;
using System.Text.Json;
using Shoal.Catalog.Sqlite;

namespace Shoal.Catalog.Exchange;

/// <summary>Writes what a catalog keeps as lines of JSON, one for each file, in the order in which they were first shared. Others may write meanwhile.</summary>
public static class CatalogExport
{
    private static readonly JsonWriterOptions _readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes all of it.</summary>
    /// <param name="catalog">From here.</param>
    /// <param name="to">Stays open.</param>
    /// <param name="cancellation">Ends it between two files.</param>
    /// <returns>How many files.</returns>
    /// <exception cref="CatalogException">The database cannot be read.</exception>
    public static long Write(SqliteCatalog catalog, Stream to, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(to);
        using var reader = catalog.OpenKept();
        using var writer = new Utf8JsonWriter(to, _readable);
        var files = 0L;
        for (var after = 0L; reader.Read(after, Limits.FilesPerBatch) is { Count: > 0 } kept; after = kept[^1].Id)
        {
            foreach (var (_, file) in kept)
            {
                cancellation.ThrowIfCancellationRequested();
                FileLine.Write(writer, file);
                writer.Flush();
                to.WriteByte((byte)'\n');
                writer.Reset();
                files++;
            }
        }

        return files;
    }
}
