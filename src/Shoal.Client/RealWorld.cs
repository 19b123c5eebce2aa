using Shoal.Net.Sockets.Epoll;
using Shoal.Net.Sockets.Managed;
using Shoal.Runtime.Real;

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
        return new ClientWorld
        {
            Time = SystemClock.Instance,
            Transport = options.UsePortableSockets ? new ManagedTransport() : new EpollTransport(),
            Workers = workers,
            Secrets = secrets,
            CreateLoop = options.UsePortableSockets
                ? static (name, onCrash) => new ManagedLoop(SystemClock.Instance, name, onCrash)
                : static (name, onCrash) => new EpollLoop(SystemClock.Instance, name, onCrash),
            Seed = secrets.NextSeed(),
        };
    }
}
