using Shoal.Runtime;
using Shoal.Trackers.Messages;
using Shoal.TrackerServer.Files;
using Shoal.TrackerServer.Swarms;
using Shoal.TrackerServer.Tests.Swarms;

namespace Shoal.TrackerServer.Tests.Snapshots;

public sealed class SnapshotFileTests : IDisposable
{
    private static readonly DateTimeOffset Wall = DateTimeOffset.UnixEpoch.AddYears(56);
    private readonly string _folder = Directory.CreateTempSubdirectory("shoal-snapshot-").FullName;

    private string PathOf => Path.Combine(_folder, "swarms");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Where_there_is_no_file_yet_the_store_is_empty_and_nothing_is_refused()
    {
        Assert.Equal(0, new SnapshotFile(PathOf).Read(Empty, TimeSpan.Zero, Wall, out var refused).Usage.Peers);
        Assert.Null(refused);
    }

    [Fact]
    public void What_was_written_is_read_and_only_its_owner_may()
    {
        var file = new SnapshotFile(PathOf);
        Assert.Null(file.Write(Filled(40), TimeSpan.FromHours(100), Wall));
        Assert.Null(file.Write(Filled(30), TimeSpan.FromHours(100), Wall));

        Assert.Equal(30, file.Read(Empty, TimeSpan.Zero, Wall, out var refused).Usage.Peers);
        Assert.Null(refused);
        Assert.Equal([PathOf], Directory.GetFiles(_folder));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf));
        }
    }

    /// <summary>A store that half a file filled is not used.</summary>
    [Fact]
    public void A_file_that_is_not_whole_is_refused_and_the_store_is_empty()
    {
        var file = new SnapshotFile(PathOf);
        Assert.Null(file.Write(Filled(40), TimeSpan.FromHours(100), Wall));
        File.WriteAllBytes(PathOf, File.ReadAllBytes(PathOf)[..^40]);

        Assert.Equal(0, file.Read(Empty, TimeSpan.Zero, Wall, out var refused).Usage.Peers);
        Assert.Equal("it is damaged or not whole", refused);
    }

    [Fact]
    public void A_folder_in_its_place_is_refused_and_not_written_over()
    {
        Directory.CreateDirectory(PathOf);
        File.WriteAllText(Path.Combine(PathOf, "other"), "");
        var file = new SnapshotFile(PathOf);

        file.Read(Empty, TimeSpan.Zero, Wall, out _);
        Assert.NotNull(file.Write(Filled(1), TimeSpan.FromHours(100), Wall));
        Assert.True(File.Exists(Path.Combine(PathOf, "other")));
    }

    /// <summary>More than the reader's buffer holds.</summary>
    [Fact]
    public void Fifty_thousand_peers_are_read_by_parts()
    {
        var file = new SnapshotFile(PathOf);
        Assert.Null(file.Write(Filled(50_000), TimeSpan.FromHours(100), Wall));
        Assert.True(new FileInfo(PathOf).Length > 2 * Limits.SnapshotBuffer);

        Assert.Equal(50_000, file.Read(Empty, TimeSpan.Zero, Wall, out var refused).Usage.Peers);
        Assert.Null(refused);
    }

    [Fact]
    public void The_keeper_writes_every_so_often_and_at_the_end()
    {
        var desk = new StoreDesk();
        using var written = new SemaphoreSlim(0);
        using (new SnapshotKeeper(new SnapshotFile(PathOf), desk.Store, new Noting(written), () => desk.Now, TimeSpan.FromMilliseconds(1), Assert.Fail))
        {
            for (var i = 0; i < 3; i++)
            {
                Assert.True(written.Wait(TimeSpan.FromSeconds(20)), "no snapshot was written");
            }

            desk.Announce(1, StoreDesk.V4(1, 1), 1, isSeed: true);
        }

        Assert.Equal(1, new SnapshotFile(PathOf).Read(Empty, TimeSpan.Zero, Wall, out _).Usage.Peers);
    }

    [Fact]
    public void The_keeper_tells_why_a_snapshot_could_not_be_written_and_goes_on()
    {
        var desk = new StoreDesk();
        var told = new List<string>();
        var folder = Path.Combine(_folder, "missing");
        using (new SnapshotKeeper(new SnapshotFile(Path.Combine(folder, "swarms")), desk.Store, TimeProvider.System, () => desk.Now, TimeSpan.FromHours(1), told.Add))
        {
        }

        Assert.Contains("missing", Assert.Single(told), StringComparison.Ordinal);
    }

    /// <summary>Whatever is announced meanwhile, a snapshot is whole, and nobody who stayed is missing from it.</summary>
    [Fact]
    public void Four_threads_announce_while_snapshots_are_written()
    {
        var store = Filled(20_000);
        var file = new SnapshotFile(PathOf);
        using var stop = new CancellationTokenSource();
        var threads = Enumerable.Range(1, 4).Select(each => new Thread(() => Churn(store, each, stop.Token))).ToArray();
        Array.ForEach(threads, static thread => thread.Start());
        for (var i = 0; i < 10; i++)
        {
            Assert.Null(file.Write(store, TimeSpan.FromHours(100), Wall));
            var read = file.Read(Empty, TimeSpan.Zero, Wall, out var refused);
            Assert.Null(refused);
            Assert.InRange(read.Usage.Peers, 20_000, 20_000 + (4 * 5_000));
        }

        stop.Cancel();
        Array.ForEach(threads, static thread => thread.Join());
    }

    private static void Churn(SwarmStore store, int thread, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i = (i + 1) % 5_000)
        {
            Enter(store, i % 700, StoreDesk.V4(i, 10 + thread), i, AnnounceEvent.Started);
            Enter(store, i % 700, StoreDesk.V4(i, 10 + thread), i, i % 3 == 0 ? AnnounceEvent.Stopped : AnnounceEvent.Completed);
        }
    }

    private static SwarmStore Empty() => new(new StoreOptions(), new SeededChance(2));

    private static SwarmStore Filled(int peers)
    {
        var store = new SwarmStore(new StoreOptions(), new SeededChance(1));
        for (var i = 0; i < peers; i++)
        {
            Enter(store, i % 700, StoreDesk.V4(i, 5), i, AnnounceEvent.Started);
        }

        return store;
    }

    private static void Enter(SwarmStore store, int torrent, Endpoint peer, int id, AnnounceEvent what) =>
        store.Announce(new Announcement(StoreDesk.Torrent(torrent), peer, StoreDesk.Id(id), what, IsSeed: false, Wanted: 0), TimeSpan.FromHours(100), default, default);

    /// <summary>A clock that is read once for each snapshot.</summary>
    private sealed class Noting(SemaphoreSlim read) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            read.Release();
            return Wall;
        }
    }
}
