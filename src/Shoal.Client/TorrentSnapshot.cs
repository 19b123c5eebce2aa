namespace Shoal.Client;

/// <summary>A torrent at a moment; never changes.</summary>
public sealed record TorrentSnapshot
{
    /// <summary>Orders all snapshots of a client: a later one has a greater revision, and one that has not changed keeps its own.</summary>
    public long Revision { get; init; }

    public required TorrentStatus Status { get; init; }

    /// <summary>Why, for <see cref="TorrentStatus.StorageFailed"/> and <see cref="TorrentStatus.Broken"/>.</summary>
    public string? Error { get; init; }

    public required int PieceCount { get; init; }

    /// <summary>One bit for each verified piece, the first in the highest bit of the first byte (as BEP 3's bitfield).</summary>
    public ReadOnlyMemory<byte> Pieces { get; init; }

    /// <summary>Verified pieces.</summary>
    public required int PiecesHave { get; init; }

    /// <summary>Pieces of wanted files.</summary>
    public required int PiecesWanted { get; init; }

    /// <summary>Verified pieces of wanted files.</summary>
    public required int PiecesWantedHave { get; init; }

    /// <summary>Pieces verified since the torrent was started.</summary>
    public required int PiecesFetched { get; init; }

    /// <summary>Pieces whose hash failed and which were fetched again.</summary>
    public required int PiecesFailed { get; init; }

    /// <summary>Bytes of the wanted pieces that are verified.</summary>
    public required long BytesHave { get; init; }

    /// <summary>Bytes of the wanted pieces.</summary>
    public required long BytesWanted { get; init; }

    /// <summary>Payload received since the start.</summary>
    public required long Received { get; init; }

    /// <summary>Payload sent since the start.</summary>
    public required long Sent { get; init; }

    /// <summary>Payload sent, by earlier runs too where the resume record knew it, over the size of what is here.</summary>
    public double Ratio { get; init; }

    /// <summary>Payload received in vain: duplicates and what failed its hash.</summary>
    public required long Wasted { get; init; }

    /// <summary>Bytes a second.</summary>
    public required double DownRate { get; init; }

    /// <summary>Bytes a second.</summary>
    public required double UpRate { get; init; }

    /// <summary>Connected peers first, then those that left.</summary>
    public required IReadOnlyList<PeerSnapshot> Peers { get; init; }

    /// <summary>Peers that lied, the first one first.</summary>
    public IReadOnlyList<BannedPeer> Banned { get; init; } = [];

    /// <summary>In the order of their tiers.</summary>
    public IReadOnlyList<Trackers.Announcing.TrackerSnapshot> Trackers { get; init; } = [];

    /// <summary>Addresses and host names that led to no peer, with why the last attempt failed.</summary>
    public required IReadOnlyList<(string Address, string? LastFailure)> Unreached { get; init; }
}
