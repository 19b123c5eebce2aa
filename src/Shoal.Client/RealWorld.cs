using Shoal.Net;
using Shoal.Net.Naming;
using Shoal.Net.Sockets;
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
        var sockets = new SystemSockets(options.UsePortableSockets);
        return new ClientWorld
        {
            Time = SystemClock.Instance,
            Transport = sockets.Transport,
            Workers = workers,
            Secrets = secrets,
            CreateLoop = sockets.CreateLoop,
            CreateNames = home => NamesOf(options, home, sockets.Transport, secrets),
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
        return new StubNames(home, transport, secrets, options.LocalEndpoints, files.Settings);
    }
}
