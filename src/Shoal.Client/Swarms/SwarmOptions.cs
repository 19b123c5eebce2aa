using Shoal.Client.Picking;

namespace Shoal.Client.Swarms;

/// <summary>How one torrent is to be fetched and shared.</summary>
internal sealed class SwarmOptions
{
    public static SwarmOptions Of(TorrentOptions asked, (long? Up, long? Down) rates, IReadOnlyList<PiecePriority>? filePriorities, SwarmTotals totals) => new()
    {
        FilePriorities = filePriorities,
        IsSequential = asked.IsSequential,
        UpRate = rates.Up,
        DownRate = rates.Down,
        SeedRatio = asked.SeedRatio,
        Totals = totals,
    };

    /// <summary>A priority for each file; null: all normal.</summary>
    public IReadOnlyList<PiecePriority>? FilePriorities { get; init; }

    /// <summary>Pieces in order instead of rarest first.</summary>
    public bool IsSequential { get; init; }

    /// <summary>Bytes a second to send at most; null: no limit but the client's.</summary>
    public long? UpRate { get; init; }

    /// <summary>Bytes a second to ask for at most.</summary>
    public long? DownRate { get; init; }

    /// <summary>The torrent stops when it seeds and has sent so many times what is here; null: never.</summary>
    public double? SeedRatio { get; init; }

    /// <summary>What was counted before: by earlier runs, and in this one before the torrent slept.</summary>
    public SwarmTotals Totals { get; init; } = new();
}
