using Shoal.Catalog.Searching;

namespace Shoal.Catalog.Tests.Sqlite;

/// <summary>Readers on their own threads beside the writer.</summary>
public sealed class ReadersAndWriterTests : IDisposable
{
    private readonly TestCatalog _catalog = new();

    public void Dispose() => _catalog.Dispose();

    /// <summary>Each file is named after its owner and has his number as its bitrate, and is shared anew with another bitrate: what is found is always of one piece, within the bounds, and found once.</summary>
    [Fact]
    public async Task Readers_see_files_whole_while_owners_come_and_go()
    {
        const int Owners = 8;
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => Read(stop.Token))).ToArray();
        var random = new Random(3);
        for (var round = 0; round < 60; round++)
        {
            var owner = random.Next(1, Owners + 1);
            _catalog.Arrive(owner, (byte)owner);
            var scale = random.Next(1, 100);
            _catalog.Share(owner, [.. Enumerable.Range(0, 40).Select(i => TestCatalog.File($"tune of {owner} number {i}", scale) with { Bitrate = scale, Duration = owner })]);
            if (random.Next(3) == 0)
            {
                _catalog.Depart(owner);
            }
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(readers), searches => Assert.True(searches > 0));
    }

    /// <summary>What is written is brought from the log to its place again and again, not at the end alone. That readers are waited for is told of by the tests of the log itself.</summary>
    [Fact]
    public void The_log_is_begun_anew_while_files_are_written()
    {
        _catalog.Arrive(1);
        var longest = 0L;
        for (var round = 0; round < 32; round++)
        {
            _catalog.Share(1, [.. Enumerable.Range(0, 500).Select(i => TestCatalog.File($"tune {round} {i}") with { Text = string.Join(' ', Enumerable.Range(0, 100).Select(word => $"w{((i * 37) + (word * 101) + round) % 20000}")) })]);
            longest = Math.Max(longest, new FileInfo(_catalog.Path + "-wal").Length);
        }

        Assert.InRange(longest, 1, 24L << 20);
    }

    private int Read(CancellationToken stop)
    {
        using var reader = _catalog.Store.OpenReader();
        var random = new Random(1);
        var searches = 0;
        while (!stop.IsCancellationRequested || searches == 0)
        {
            var least = random.Next(50);
            var query = TestCatalog.Query("tune") with { Bitrate = new Bounds(least, least + 50) };
            var page = reader.Search(query);
            Assert.All(page.Files, found => Assert.True(query.Bitrate.Contain(found.File.Bitrate)));
            Assert.All(page.Files.Where(found => found.File.Bitrate > 0), found => Assert.Equal((found.File.Size, $"of {found.Owner.Value} "), (found.File.Bitrate, found.File.Text[5..10])));
            Assert.Equal(page.Files.Count, page.Files.DistinctBy(found => found.Id).Count());
            Assert.All(reader.Browse(new OwnerId(random.Next(1, 9)), 0, 10), found => Assert.Contains("tune", found.File.Text, StringComparison.Ordinal));
            searches++;
        }

        return searches;
    }
}
