using System.Diagnostics;
using Shoal.Runtime;
using Shoal.Runtime.Real;

namespace Shoal.Client.Tests.Real;

public sealed class GracefulStopTests
{
    [Fact]
    public async Task A_client_stops_within_five_seconds_though_a_disk_never_answers()
    {
        using var pair = new ClientPair(length: 100_000);
        using var stuck = new StuckWorkers();
        var options = pair.Options("seed");
        var real = RealWorld.Create(options, out var owned);
        using var threads = owned;
        var client = new TorrentClient(options, new ClientWorld
        {
            Time = real.Time,
            Transport = real.Transport,
            Workers = stuck,
            Secrets = real.Secrets,
            CreateLoop = real.CreateLoop,
            CreateNames = real.CreateNames,
            CreateExchange = real.CreateExchange,
            Seed = real.Seed,
        });
        var torrent = await client.AddAsync(pair.Metainfo, new TorrentOptions { DownloadFolder = pair.PathOf("copy") });
        stuck.IsStuck = true;

        var watch = Stopwatch.StartNew();
        await client.DisposeAsync();

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
        Assert.True(torrent.Completion.IsCanceled && torrent.SeedingEnded.IsCanceled);
    }

    /// <summary>Workers whose work hangs from a moment on, as in a call to a disk that is gone.</summary>
    private sealed class StuckWorkers : IWorkers, IDisposable
    {
        private readonly WorkerThreads _threads = new(1);
        private readonly ManualResetEventSlim _release = new();

        public bool IsStuck { get; set; }

        public int Count => 1;

        public void Submit(IWork work, Loop loop, IMail completion) =>
            _threads.Submit(IsStuck ? new Hanging(_release) : work, loop, completion);

        public void Dispose()
        {
            _release.Set();
            _threads.Dispose();
            _release.Dispose();
        }

        private sealed class Hanging(ManualResetEventSlim release) : IWork
        {
            public void Run() => release.Wait(Timeout.Infinite);
        }
    }
}
