namespace Shoal.Data.Tests;

public sealed class SqliteLogTests : IDisposable
{
    private const int PageWithHeader = 4096 + 24;

    private readonly string _folder = Directory.CreateTempSubdirectory("shoal-data-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "test.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A reader stays while the writer writes, and when it is waited for another follows before it goes: the log is never free of readers by itself.</summary>
    [Fact]
    public async Task A_long_log_is_begun_anew_though_somebody_always_reads()
    {
        using var database = SqliteDatabase.Open(Path, Migrations.Of(typeof(SqliteDatabaseTests).Assembly, "Sql"));
        var log = new SqliteLog(database, pages: 8, longPages: 64, wait: TimeSpan.FromSeconds(20));
        using var written = new AutoResetEvent(false);
        using var begun = new ManualResetEventSlim();
        using var stop = new CancellationTokenSource();
        var readers = Task.Run(() => Read(begun, written, stop.Token));
        Assert.True(begun.Wait(TimeSpan.FromSeconds(20)));
        var longest = 0L;
        for (var round = 0; round < 20; round++)
        {
            using (var transaction = database.Begin())
            {
                for (var i = 0; i < 10; i++)
                {
                    database.Execute("INSERT INTO things (name) VALUES (hex(randomblob(1800)))");
                }

                transaction.Commit();
            }

            log.OnCommitted();
            longest = Math.Max(longest, new FileInfo(Path + "-wal").Length);
            written.Set();
        }

        await stop.CancelAsync();
        written.Set();
        await readers;
        Assert.InRange(longest, 64 * PageWithHeader, 100 * PageWithHeader);
    }

    private void Read(ManualResetEventSlim begun, AutoResetEvent written, CancellationToken stop)
    {
        using var one = SqliteDatabase.OpenReader(Path);
        using var other = SqliteDatabase.OpenReader(Path);
        var (present, next) = (one, other);
        Begin(present);
        begun.Set();
        while (!stop.IsCancellationRequested)
        {
            // Where nothing is written for so long, the writer waits.
            if (!written.WaitOne(TimeSpan.FromMilliseconds(100)))
            {
                Begin(next);
                present.Execute("COMMIT");
                (present, next) = (next, present);
            }
        }
    }

    private static void Begin(SqliteDatabase reader)
    {
        reader.Execute("BEGIN");
        reader.Scalar("SELECT count(*) FROM things");
    }
}
