namespace Shoal.Metainfo.Creating;

/// <summary>A new torrent.</summary>
public sealed class CreatedTorrent
{
    /// <summary>The .torrent file.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    public required InfoHashes InfoHashes { get; init; }

    /// <summary>The name of the file or folder.</summary>
    public required string Name { get; init; }

    public required int PieceLength { get; init; }

    public required int PieceCount { get; init; }

    /// <summary>Bytes of all files, pads not counted.</summary>
    public required long DataLength { get; init; }

    /// <summary>The files in the torrent's order, each with its v2 root where it has one; pads left out.</summary>
    public required IReadOnlyList<CreatedFile> Files { get; init; }
}
