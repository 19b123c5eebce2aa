using System.CommandLine;
using System.Globalization;
using System.Net;
using Shoal.Cli.Shell;
using Shoal.Cli.Transfers;
using Shoal.Dht;
using Shoal.Metainfo;
using Shoal.Net.Sockets;
using Shoal.Net.Sockets.Names;
using Shoal.Runtime;
using Shoal.Runtime.Real;

namespace Shoal.Cli.Dht;

/// <summary>The nodes that a verb of `shoal dht` runs while it works.</summary>
internal sealed class DhtRun : IAsyncDisposable
{
    private readonly Loop _loop;
    private readonly TaskCompletionSource _crashed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DhtRun(DhtOptions options)
    {
        var secrets = new SystemSecrets();
        var sockets = new SystemSockets(NetworkOptions.UsePortableSockets);
        _loop = sockets.CreateLoop("shoal-dht", e => _crashed.TrySetException(e));
        Service = new DhtService(
            new DhtWorld
            {
                Loop = _loop,
                Transport = sockets.Transport,
                Names = new SystemNames(),
                Chance = new SeededChance(secrets.NextSeed()),
                Secrets = secrets,
            },
            options);
    }

    public DhtService Service { get; }

    public static async Task<DhtRun> OpenAsync(DhtOptions options, IReadOnlyList<Endpoint> locals)
    {
        var run = new DhtRun(options);
        return await run.AskAsync(() => run.Service.Open(locals, null)) is { } failure ? throw new VerbException(ExitCode.Failed, failure) : run;
    }

    /// <summary>Has something done on the nodes' loop.</summary>
    public async Task<T> AskAsync<T>(Func<T> question)
    {
        var answer = _loop.AskAsync(question);
        return await Task.WhenAny(answer, _crashed.Task) == answer ? await answer : throw new VerbException(ExitCode.Failed, "the node ended unexpectedly", _crashed.Task.Exception);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAny(_loop.AskAsync(Service.Close), _crashed.Task);
        (_loop as IDisposable)?.Dispose();
    }
}
