using Shoal.Net;
using Shoal.Net.Naming;
using Shoal.Net.Sockets.Epoll;
using Shoal.Net.Sockets.Managed;
using Shoal.Net.Sockets.Names;
using Shoal.Runtime;
using Shoal.Runtime.Real;
using Shoal.Trackers.Http;

namespace Shoal.Client;

/// <summary>Clocks, sockets and threads of this machine.</summary>
internal static class RealWorld
{
    public static ClientWorld Create(TorrentClientOptions options, out IDisposable owned)
    {
        ArgumentNullException.ThrowIfNull(options);
        var secrets = new SystemSecrets();
        var workers = new WorkerThreads(options.Workers > 0 ? options.Workers : Math.Max(2, Environment.ProcessorCount));
        owned = workers;
        ITransport transport = options.UsePortableSockets ? new ManagedTransport() : new EpollTransport();
        return new ClientWorld
        {
            Time = SystemClock.Instance,
            Transport = transport,
            Workers = workers,
            Secrets = secrets,
            CreateLoop = options.UsePortableSockets
                ? static (name, onCrash) => new ManagedLoop(SystemClock.Instance, name, onCrash)
                : static (name, onCrash) => new EpollLoop(SystemClock.Instance, name, onCrash),
            CreateNames = home => NamesOf(options, home, transport, secrets),
            CreateExchange = names => new HttpExchange(names),
            Seed = secrets.NextSeed(),
        };
    }

    /// <summary>The system's resolver asks from any address; with --bind ours asks from the given ones alone.</summary>
    private static INames NamesOf(TorrentClientOptions options, Loop home, ITransport transport, ISecrets secrets)
    {
        if (options.Binds.Count == 0)
        {
            return new SystemNames();
        }

        var files = new ResolverFiles(SystemClock.Instance);
        return new StubNames(home, transport, secrets, [.. options.Binds.Select(address => Endpoint.From(address, 0))], files.Settings);
    }
}
