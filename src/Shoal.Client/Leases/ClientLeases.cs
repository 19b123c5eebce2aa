using Shoal.Net.Rates;

namespace Shoal.Client.Leases;

/// <summary>What all torrents of a client take from, each from its own loop: counters and buckets, no locks.</summary>
internal sealed class ClientLeases(TimeProvider time)
{
    /// <summary>Clock of the buckets.</summary>
    public TimeProvider Time => time;

    /// <summary>Peers and dials under way.</summary>
    public LeaseCounter Connections { get; init; } = new(Limits.Connections);

    /// <summary>Dials under way.</summary>
    public LeaseCounter HalfOpen { get; init; } = new(Limits.HalfOpenAll);

    /// <summary>Peers that are served.</summary>
    public LeaseCounter Slots { get; init; } = new(Limits.UploadSlots);

    /// <summary>Payload sent by all torrents together.</summary>
    public TokenBucket Up { get; init; } = new(time, null);

    /// <summary>Payload asked for by all torrents together.</summary>
    public TokenBucket Down { get; init; } = new(time, null);

    /// <summary>What the options say.</summary>
    public static ClientLeases Of(TorrentClientOptions options, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Connections, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.HalfOpen, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.UploadSlots ?? 1, 1);
        return new ClientLeases(time)
        {
            Connections = new LeaseCounter(options.Connections),
            HalfOpen = new LeaseCounter(options.HalfOpen),
            Slots = new LeaseCounter(options.UploadSlots ?? Limits.SlotsAtLeast(options.UpRate)),
            Up = new TokenBucket(time, options.UpRate),
            Down = new TokenBucket(time, options.DownRate),
        };
    }

    /// <summary>Nine of ten connections are taken: old ones must make room, or newcomers would be refused for ever.</summary>
    public bool IsNearlyFull => Connections.Used * 10L >= Connections.Most * 9L;

    /// <summary>Takes what a dial needs.</summary>
    public bool TryTakeDial()
    {
        if (!HalfOpen.TryTake())
        {
            return false;
        }

        if (Connections.TryTake())
        {
            return true;
        }

        HalfOpen.Give();
        return false;
    }

    /// <summary>The dial led to nothing.</summary>
    public void GiveDial()
    {
        HalfOpen.Give();
        Connections.Give();
    }
}
