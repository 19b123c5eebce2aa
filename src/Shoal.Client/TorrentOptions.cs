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

    /// <summary>Hosts to begin with, by name; each of their addresses is tried.</summary>
    public IReadOnlyList<(string Host, int Port)> PeerHosts { get; init; } = [];

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

    /// <summary>Payload to send, in bytes a second, at least 1; null: no limit but the client's.</summary>
    public long? UpRate { get; init; }

    /// <summary>Payload to ask for, in bytes a second, at least 1; null: no limit but the client's.</summary>
    public long? DownRate { get; init; }

    /// <summary>
    /// The torrent stops by itself once all that is wanted is here and it has sent so many times the size of what is here, the bytes of
    /// earlier runs included where the resume record knows them; greater than 0. Null: it seeds until it is stopped.
    /// </summary>
    public double? SeedRatio { get; init; }

    /// <summary>Told from a worker how many pieces were checked, of how many.</summary>
    public Action<int, int>? CheckProgress { get; init; }
}
