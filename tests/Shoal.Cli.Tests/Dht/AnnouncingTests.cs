using System.Net;
using Shoal.Cli.Dht;
using Shoal.Cli.Shell;
using Shoal.Dht;
using Shoal.Dht.Searches;
using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Cli.Tests.Dht;

public sealed class AnnouncingTests
{
    private static readonly Endpoint Anywhere = Endpoint.From(IPAddress.Loopback, 0);

    /// <summary>The node that took the first announce has gone, so the second is under way for seconds.</summary>
    [Fact]
    public async Task Who_stops_it_in_the_midst_of_telling_again_has_ended_it_well()
    {
        using var stop = new CancellationTokenSource();
        using var said = new StringWriter();
        var node = await DhtRun.OpenAsync(new DhtOptions { Bootstrap = [], ReadOnly = ReadOnlyMode.Never }, [Anywhere], isBound: true);
        var at = (await node.AskAsync(() => node.Service.Addresses))[0];
        await using var run = await DhtRun.OpenAsync(new DhtOptions { Bootstrap = [at.ToString()] }, [Anywhere], isBound: true);
        await run.JoinAsync(TestContext.Current.CancellationToken);
        var announcing = new Announcing(run, [new Sha1Hash("aaaaaaaaaaaaaaaaaaaa"u8)], new DhtAnnounce(7001, IsSeed: true), new Output(said, said, json: false, isTerminal: false));
        await announcing.OnceAsync(TestContext.Current.CancellationToken);
        await node.DisposeAsync();

        var again = announcing.AgainAsync(TimeSpan.Zero, stop.Token);
        while (!again.IsCompleted && (await run.AskAsync(run.Service.Snapshot))[0].Asking == 0)
        {
            await Task.Yield();
        }

        Assert.False(again.IsCompleted);
        await stop.CancelAsync();
        await again;
        Assert.Single(said.ToString().TrimEnd('\n').Split('\n'));
    }
}
