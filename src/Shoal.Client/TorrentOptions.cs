using Shoal.Client.Picking;
using Shoal.Runtime;

namespace Shoal.Client;

/// <summary>How one torrent is fetched and shared.</summary>
public sealed record TorrentOptions
{
    /// <summary>The folder that the torrent's files lie below.</summary>
    public required string DownloadFolder { get; init; }

    /// <summary>Addresses to begin with.</summary>
    public IReadOnlyList<Endpoint> Peers { get; init; } = [];

    /// <summary>A priority for each file; null: all normal.</summary>
    public IReadOnlyList<PiecePriority>? FilePriorities { get; init; }

    /// <summary>Chooses priorities once the files are known; goes before <see cref="FilePriorities"/>, and both before what a link selects (BEP 53).</summary>
    public Func<Metainfo.TorrentMetainfo, IReadOnlyList<PiecePriority>?>? Select { get; init; }

    /// <summary>Pieces in order instead of rarest first.</summary>
    public bool IsSequential { get; init; }

    /// <summary>Files in the way that are not ours are written over.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Files of the right length are believed to be right.</summary>
    public bool Trust { get; init; }

    /// <summary>Nothing is fetched and no file is written: what is here is shared.</summary>
    public bool IsSeedOnly { get; init; }

    /// <summary>Peers served at once.</summary>
    public int UnchokeSlots { get; init; } = 8;

    /// <summary>Told from a worker how many pieces were checked, of how many.</summary>
    public Action<int, int>? CheckProgress { get; init; }
}
