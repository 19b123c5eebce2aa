namespace Shoal.Metainfo;

/// <summary>The identity of a torrent: the v1 hash, the v2 hash, or both of a hybrid. At least one is there.</summary>
public readonly record struct InfoHashes(Sha1Hash? V1, Sha256Hash? V2)
{
    /// <summary>The v2 hash cut to 20 bytes, as handshakes, trackers and the DHT carry it (BEP 52).</summary>
    public Sha1Hash? V2Truncated => V2 is { } v2 ? new Sha1Hash(v2.Span[..Sha1Hash.Length]) : null;

    /// <summary>The one that names state folders and log lines: v1 where there is one.</summary>
    public Sha1Hash Primary => V1 ?? V2Truncated ?? throw new InvalidOperationException("a torrent has at least one info-hash");

    /// <summary>All as handshakes, trackers and the DHT carry them: one hash, or two of a hybrid.</summary>
    public IReadOnlyList<Sha1Hash> Wire => [.. new[] { V1, V2Truncated }.OfType<Sha1Hash>()];

    /// <summary>True when a 20-byte hash from the wire names this torrent.</summary>
    public bool Matches(Sha1Hash wire) => wire == V1 || wire == V2Truncated;

    /// <inheritdoc/>
    public override string ToString() => V1?.ToString() ?? V2?.ToString() ?? "none";
}
