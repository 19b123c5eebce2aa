using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Dht;

/// <summary>The loop, network, chance and secrets that nodes are given.</summary>
public sealed class DhtWorld
{
    /// <summary>Where the nodes live: all of their members are called there, and their handlers.</summary>
    public required Loop Loop { get; init; }

    /// <summary>Carries the datagrams.</summary>
    public required ITransport Transport { get; init; }

    /// <summary>Looks bootstrap hosts up.</summary>
    public required INames Names { get; init; }

    /// <summary>Jitter, samples of peers, random targets.</summary>
    public required IChance Chance { get; init; }

    /// <summary>Ids, transaction ids and tokens.</summary>
    public required ISecrets Secrets { get; init; }
}
