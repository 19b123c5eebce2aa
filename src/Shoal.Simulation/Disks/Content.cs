using System.Buffers.Binary;
using System.Security.Cryptography;
using Shoal.Metainfo;
using Shoal.Metainfo.Layout;
using Shoal.Metainfo.Merkle;
using Shoal.Runtime;

namespace Shoal.Simulation.Disks;

/// <summary>What a simulated torrent holds: bytes that follow from a seed, one copy for all hosts.</summary>
internal sealed class Content
{
    private readonly byte[] _bytes;

    /// <summary>Makes one file and its torrent, v1 or v2; a v2 torrent's file has several pieces.</summary>
    public Content(ulong seed, int pieceLength, int length, bool isPrivate = false, bool isV2 = false)
    {
        _bytes = GC.AllocateUninitializedArray<byte>(length);
        var chance = new SeededChance(seed);
        Span<byte> last = stackalloc byte[sizeof(ulong)];
        for (var i = 0; i < length; i += sizeof(ulong))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(last, chance.Next());
            last[..Math.Min(sizeof(ulong), length - i)].CopyTo(_bytes.AsSpan(i));
        }

        var layout = new FileLayout(pieceLength, [(length, false)], alignToPieces: false);
        var v1 = isV2 ? [] : V1HashesOf(layout);
        var v2 = isV2 ? V2HashesOf(layout) : [];
        Metainfo = new TorrentMetainfo
        {
            InfoHashes = isV2 ? new InfoHashes(null, new Sha256Hash(SHA256.HashData(v2))) : new InfoHashes(new Sha1Hash(SHA1.HashData(v1)), null),
            InfoBytes = ReadOnlyMemory<byte>.Empty,
            Name = "content",
            IsSingleFile = true,
            Files = [new TorrentFile { Path = ["content"], SafePath = "content", Length = length, PiecesRoot = isV2 ? MerkleTree.RootOfPieceLayer(v2, pieceLength) : null }],
            Layout = layout,
            V1Pieces = v1,
            V2Pieces = v2,
            IsPrivate = isPrivate,
        };
    }

    public TorrentMetainfo Metainfo { get; }

    /// <summary>The right bytes of a piece from the given place on.</summary>
    public ReadOnlySpan<byte> Of(PieceIndex piece, int begin, int length) =>
        _bytes.AsSpan((int)Metainfo.Layout.OffsetOf(piece) + begin, length);

    private byte[] V1HashesOf(FileLayout layout)
    {
        var hashes = new byte[layout.PieceCount * Sha1Hash.Length];
        for (var i = 0; i < layout.PieceCount; i++)
        {
            SHA1.HashData(_bytes.AsSpan(i * layout.PieceLength, layout.LengthOf(new PieceIndex(i))), hashes.AsSpan(i * Sha1Hash.Length));
        }

        return hashes;
    }

    private byte[] V2HashesOf(FileLayout layout)
    {
        Invariant.Check(layout.PieceCount > 1);
        using var hasher = new MerkleHasher();
        var leaves = new byte[(int)MerkleTree.LeavesOf(_bytes.Length) * Sha256Hash.Length];
        var count = hasher.HashLeaves(_bytes, leaves);
        count = hasher.Raise(leaves, count, layer: 0, MerkleTree.PieceLayer(layout.PieceLength));
        return leaves[..(count * Sha256Hash.Length)];
    }
}
