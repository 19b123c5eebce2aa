using Shoal.Net;
using Shoal.Runtime;
using Shoal.Trackers.Exchanges;

namespace Shoal.Trackers.Announcing;

/// <summary>The loop, network, chance and secrets that an <see cref="Announcer"/> is given.</summary>
public sealed class AnnouncerWorld
{
    /// <summary>Where it lives: all of its members are called there, and its handlers.</summary>
    public required Loop Loop { get; init; }

    /// <summary>Carries the datagrams of UDP trackers.</summary>
    public required ITransport Transport { get; init; }

    /// <summary>Looks trackers up.</summary>
    public required INames Names { get; init; }

    /// <summary>Asks HTTP trackers.</summary>
    public required IExchange Exchange { get; init; }

    /// <summary>Order within tiers, and jitter.</summary>
    public required IChance Chance { get; init; }

    /// <summary>Keys and transaction ids.</summary>
    public required ISecrets Secrets { get; init; }
}
