using System.Text;
using Microsoft.Data.Sqlite;
using Shoal.Catalog.Searching;
using Shoal.Catalog.Sqlite;

namespace Shoal.Catalog.Tests;

/// <summary>A catalog in a folder of its own, with a reader.</summary>
internal sealed class TestCatalog : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shoal-catalog-").FullName;
    private readonly CatalogOptions _options;

    public TestCatalog(CatalogOptions? options = null)
    {
        _options = options ?? new CatalogOptions();
        Open();
    }

    public SettableTime Time { get; } = new();

    public string Path => System.IO.Path.Combine(_folder, "catalog.db");

    public SqliteCatalog Store { get; private set; } = null!;

    public ICatalogReader Reader { get; private set; } = null!;

    public static SharedFile File(string name, long size = 1000) => new() { Path = Encoding.UTF8.GetBytes(name), Text = name, Size = size };

    public static SearchQuery Query(string words, int most = 100, string? after = null) =>
        new() { All = [.. Words.Of(words).Select(word => new SearchTerm([word]))], Most = most, After = after };

    public void Reopen()
    {
        Close();
        Open();
    }

    public ChangeOutcome[] Write(params CatalogChange[] changes)
    {
        var outcomes = new ChangeOutcome[changes.Length];
        Store.Write(changes, outcomes);
        return outcomes;
    }

    public ChangeOutcome Arrive(int owner, byte speed = 5, bool isReachable = true) => Write(new CatalogChange(ChangeKind.Arrive, new OwnerId(owner), Presence: new Presence(speed, isReachable)))[0];

    public ChangeOutcome Depart(int owner) => Write(new CatalogChange(ChangeKind.Depart, new OwnerId(owner)))[0];

    public ChangeOutcome[] Share(int owner, params string[] names) => Share(owner, [.. names.Select(name => File(name))]);

    public ChangeOutcome[] Share(int owner, params SharedFile[] files) => Write([.. files.Select(file => new CatalogChange(ChangeKind.Share, new OwnerId(owner), file))]);

    public ChangeOutcome Unshare(int owner, string name) => Write(new CatalogChange(ChangeKind.Unshare, new OwnerId(owner), Path: Encoding.UTF8.GetBytes(name)))[0];

    /// <summary>The names of what is found, all pages, in their order; whose when there are several.</summary>
    public IReadOnlyList<string> Search(string words) => Search(Query(words));

    public IReadOnlyList<string> Search(SearchQuery query) => [.. SearchAll(query).Select(found => found.File.Text)];

    /// <summary>All pages.</summary>
    public IReadOnlyList<FoundFile> SearchAll(SearchQuery query)
    {
        var found = new List<FoundFile>();
        for (var page = Reader.Search(query); ; page = Reader.Search(query with { After = page.Next }))
        {
            found.AddRange(page.Files);
            if (page.Next is null)
            {
                return found;
            }
        }
    }

    /// <summary>Asks the file from outside.</summary>
    public object? Ask(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose()
    {
        Close();
        Directory.Delete(_folder, recursive: true);
    }

    private void Open()
    {
        Store = SqliteCatalog.Open(Path, _options, Time);
        Reader = Store.OpenReader();
    }

    private void Close()
    {
        Reader.Dispose();
        Store.Dispose();
    }
}
