using Shoal.Client.Swarms;
using Shoal.Simulation.Disks;
using Shoal.Simulation.Networks;
using Shoal.Storage;

namespace Shoal.Simulation.Swarms;

/// <summary>One participant of a simulated swarm.</summary>
internal sealed record HostOptions
{
    /// <summary>Has everything from the beginning.</summary>
    public bool IsSeed { get; init; }

    public LineOptions Line { get; init; } = new();

    public DiskOptions Disk { get; init; } = new();

    /// <summary>Peers served at once, in all torrents together; null: as many as the line can use.</summary>
    public int? UploadSlots { get; init; } = 4;

    /// <summary>Connections of all torrents together.</summary>
    public int Connections { get; init; } = 500;

    /// <summary>Bytes a second of all torrents together.</summary>
    public long? UpRate { get; init; }

    /// <summary>Bytes a second of all torrents together.</summary>
    public long? DownRate { get; init; }

    /// <summary>Bytes a second of each torrent.</summary>
    public long? TorrentUpRate { get; init; }

    /// <summary>When each torrent stops by itself.</summary>
    public double? SeedRatio { get; init; }

    /// <summary>Which of the swarm's torrents it takes part in.</summary>
    public IReadOnlyList<int> Torrents { get; init; } = [0];

    /// <summary>Its torrents are spread over so many loops.</summary>
    public int Loops { get; init; } = 1;

    /// <summary>Slots of memory for pieces under way.</summary>
    public int BudgetSlots { get; init; } = 512;

    public bool IsSequential { get; init; }

    /// <summary>What its swarms are told, beside what their disks remember.</summary>
    public SwarmOptions OfSwarm(LoadedState loaded) => new()
    {
        IsSequential = IsSequential,
        UpRate = TorrentUpRate,
        SeedRatio = SeedRatio,
        Totals = new SwarmTotals((loaded.Uploaded, loaded.Downloaded)),
    };
}
