namespace Shoal.TrackerServer;

/// <summary>What a tracker has seen and holds.</summary>
/// <param name="Swarms">Torrents that have or lately had a peer.</param>
/// <param name="Seeders">Peers with the whole, of all swarms.</param>
/// <param name="Leechers">Peers that still fetch.</param>
/// <param name="Announces">Announces taken since the start.</param>
/// <param name="Scrapes">Scrapes taken since the start.</param>
/// <param name="Refused">Requests that got a failure or an error.</param>
/// <param name="Connections">Open connections.</param>
public readonly record struct TrackerStatistics(int Swarms, int Seeders, int Leechers, long Announces, long Scrapes, long Refused, int Connections)
{
    /// <summary>Swarms forgotten because the memory was used up.</summary>
    public long Evicted { get; init; }

    /// <summary>Bytes that swarms and peers take.</summary>
    public long StoreBytes { get; init; }
}
