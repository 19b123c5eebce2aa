using Shoal.Net.Sockets.Packets;
using Shoal.Runtime;

namespace Shoal.Net.Sockets;

/// <summary>
/// UDP sockets whose packets are answered where they arrive: each thread has a socket of its own for every address, and the kernel shares the senders out among them
/// (SO_REUSEPORT). Where many packets at once cannot be had, a thread for each address, and a packet at a time.
/// </summary>
public sealed class PacketListeners : IDisposable
{
    private readonly List<PacketThread> _threads = [];
    private readonly List<Endpoint> _listening = [];

    private PacketListeners()
    {
    }

    /// <summary>True where the system has no recvmmsg and sendmmsg.</summary>
    public static bool MustBePortable => !PacketCalls.AreThere;

    /// <summary>Where packets are taken, with the ports that were really given.</summary>
    public IReadOnlyList<Endpoint> Listening => _listening;

    /// <summary>Opens every socket, or none. Nothing is answered before <see cref="Start"/>.</summary>
    /// <param name="locals">Addresses, each with its own sockets; port 0 lets the system choose.</param>
    /// <param name="threads">How many serve each address; one where <paramref name="isPortable"/>.</param>
    /// <param name="isPortable">The framework's sockets.</param>
    /// <param name="serve">Makes what answers at one socket of that address.</param>
    /// <param name="onCrash">Told when an answer threw, which ends the thread.</param>
    /// <param name="failure">Why there are none, part of a sentence.</param>
    public static PacketListeners? Open(IReadOnlyList<Endpoint> locals, int threads, bool isPortable, Func<Endpoint, IPacketService> serve, Action<Exception> onCrash, out string? failure)
    {
        ArgumentNullException.ThrowIfNull(locals);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        var listeners = new PacketListeners();
        failure = isPortable || MustBePortable ? listeners.OpenPortable(locals, serve, onCrash) : listeners.OpenBatched(locals, threads, serve, onCrash);
        if (failure is null)
        {
            return listeners;
        }

        listeners.Dispose();
        return null;
    }

    /// <summary>Lets the threads go.</summary>
    public void Start() => _threads.ForEach(static thread => thread.Start());

    /// <summary>Answers what has come so far, closes the sockets and waits for the threads to end.</summary>
    public void Dispose()
    {
        _threads.ForEach(static thread => thread.Dispose());
        _threads.Clear();
    }

    private string? OpenPortable(IReadOnlyList<Endpoint> locals, Func<Endpoint, IPacketService> serve, Action<Exception> onCrash)
    {
        foreach (var local in locals)
        {
            if (ManagedThread.Open(local, serve, "shoal-packets", onCrash, out var failure) is not { } thread)
            {
                return $"{local} ({failure})";
            }

            _threads.Add(thread);
            _listening.Add(thread.Local);
        }

        return null;
    }

    private string? OpenBatched(IReadOnlyList<Endpoint> locals, int threads, Func<Endpoint, IPacketService> serve, Action<Exception> onCrash)
    {
        for (var i = 0; i < threads; i++)
        {
            var sockets = new List<PacketSocket>();
            string? failure = null;
            for (var k = 0; k < locals.Count && failure is null; k++)
            {
                if (PacketSocket.Open(i == 0 ? locals[k] : _listening[k], isShared: i > 0, serve, out var why) is { } socket)
                {
                    sockets.Add(socket);
                }
                else
                {
                    failure = $"{locals[k]} ({why})";
                }
            }

            _threads.Add(new BatchThread([.. sockets], "shoal-packets-" + i, onCrash));
            if (failure is not null)
            {
                return failure;
            }

            if (i == 0)
            {
                _listening.AddRange(sockets.Select(static socket => socket.Local));
            }
        }

        return null;
    }
}
