using Shoal.Net;
using Shoal.Runtime;
using Shoal.Trackers.Exchanges;

namespace Shoal.Client;

/// <summary>The time, chance, network and threads that a client is given: real in life, simulated in tests.</summary>
public sealed class ClientWorld
{
    public required TimeProvider Time { get; init; }

    public required ITransport Transport { get; init; }

    public required IWorkers Workers { get; init; }

    public required ISecrets Secrets { get; init; }

    /// <summary>Makes and starts a loop; its second argument is told of a handler that threw.</summary>
    public required Func<string, Action<Exception>, Loop> CreateLoop { get; init; }

    /// <summary>Makes what looks up host names, on the client's home loop.</summary>
    public required Func<Loop, INames> CreateNames { get; init; }

    /// <summary>Makes what asks HTTP trackers.</summary>
    public required Func<INames, IExchange> CreateExchange { get; init; }

    /// <summary>Seeds every choice.</summary>
    public required ulong Seed { get; init; }
}
