using Shoal.Metainfo;

namespace Shoal.Storage.Resume;

/// <summary>What is remembered of a torrent across a restart. What it names as had was verified and on the device when it was written.</summary>
internal sealed record ResumeRecord
{
    /// <summary>Grows when a reader of the older kind would go wrong.</summary>
    public const int Version = 1;

    public required Sha1Hash InfoHash { get; init; }

    public required string Folder { get; init; }

    /// <summary>One bit a piece.</summary>
    public required ReadOnlyMemory<byte> Have { get; init; }

    /// <summary>Unverified blocks in the part file.</summary>
    public required IReadOnlyList<(PieceIndex Piece, byte[] Blocks)> Partial { get; init; }

    /// <summary>Each file as it was right after its sync.</summary>
    public required IReadOnlyList<FileStamp> Files { get; init; }

    /// <summary>True when nothing was written after this record.</summary>
    public required bool IsClean { get; init; }

    /// <summary>Which run of the machine wrote it; empty where the system does not say.</summary>
    public required string BootId { get; init; }

    public long Uploaded { get; init; }

    public long Downloaded { get; init; }
}
