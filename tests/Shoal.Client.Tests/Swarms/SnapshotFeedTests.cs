using Shoal.Client.Events;
using Shoal.Client.Swarms;
using Shoal.Client.Tests.Real;
using Shoal.Metainfo;
using Shoal.Peers.Handshaking;
using Shoal.Peers.Tests;
using Shoal.Runtime;

namespace Shoal.Client.Tests.Swarms;

public sealed class SnapshotFeedTests
{
    [Fact]
    public async Task Nothing_is_published_once_the_rates_of_idle_peers_have_faded_below_a_byte_a_second()
    {
        using var files = new ClientPair(length: 40_000);
        using var bench = new SwarmBench(pieces: 1);
        // With a ratio to reach it does not sleep from its start.
        var run = new TorrentRun(bench.Swarm.Context, files.Metainfo, files.Seeding() with { SeedRatio = 1000 }, files.PathOf("state"), trackers: null!, new Publisher(), new Deaf());
        var opening = run.OpenAsync(CancellationToken.None);
        bench.Loop.Run();
        Assert.Null(await opening);
        bench.Loop.Run();
        run.Adopt(new FakeLink(), new Handshake(files.Metainfo.InfoHashes.Primary, SwarmBench.IdOf(1), Fast: true, Extended: false, V2: false));
        run.Swarm!.Peers.All[0].Up.Tick(1_000_000, TimeSpan.FromSeconds(1));

        Pass(bench, seconds: 5);
        var early = run.Feed.Latest!;
        Assert.True(early.UpRate > 1000);
        Pass(bench, seconds: 60);
        var late = run.Feed.Latest!;
        Assert.InRange(late.UpRate, 0, 1);
        Assert.True(late.Revision > early.Revision);
        Pass(bench, seconds: 60);
        Assert.Same(late, run.Feed.Latest);

        run.Stop();
        bench.Loop.Run();
        bench.Loop.Run();
    }

    private static void Pass(SwarmBench bench, int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            bench.Loop.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private sealed class Deaf : ITorrentListener
    {
        public string? OnMetadata(TorrentMetainfo metainfo) => null;

        public void OnStatus()
        {
        }

        public void OnPiece()
        {
        }

        public void OnPeer(Endpoint remote, string? ended)
        {
        }

        public void OnStarted()
        {
        }

        public void OnComplete()
        {
        }

        public void OnFailed(string reason) => Assert.Fail(reason);

        public void OnStopped()
        {
        }
    }
}
