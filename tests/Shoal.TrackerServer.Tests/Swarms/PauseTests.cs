using System.Diagnostics;

namespace Shoal.TrackerServer.Tests.Swarms;

/// <summary>How long all who wait may wait for one.</summary>
public sealed class PauseTests
{
    private const int Batch = 32;
    private static readonly int Peers = Environment.GetEnvironmentVariable("SHOAL_LONG") == "1" ? 4_000_000 : 600_000;

    /// <summary>What the machine holds up falls on other batches each time; what the tables or the collector do falls on the same.</summary>
    [Fact]
    public void No_batch_takes_ten_milliseconds_while_the_tables_grow_and_are_swept()
    {
        var mix = new LoadMix(torrents: Peers / 2, Peers);
        var least = new long[Peers / Batch];
        Array.Fill(least, long.MaxValue);
        for (var run = 0; run < 3; run++)
        {
            // One shard instead of sixteen: what it does at once is sixteen times as long.
            var desk = new StoreDesk(new() { Shards = 1 });
            for (var batch = 0; batch < least.Length; batch++)
            {
                var start = Stopwatch.GetTimestamp();
                for (var i = batch * Batch; i < (batch + 1) * Batch; i++)
                {
                    desk.Announce(mix.TorrentOf(i), StoreDesk.V4(i, 1), i, isSeed: i % 4 != 0);
                }

                if (batch % 1000 == 0)
                {
                    desk.Store.SweepSome(desk.Now, Limits.SweepPlaces);
                }

                least[batch] = Math.Min(least[batch], Stopwatch.GetTimestamp() - start);
            }
        }

        Assert.InRange(TimeSpan.FromSeconds((double)least.Max() / Stopwatch.Frequency).TotalMilliseconds, 0, 10);
    }
}
