using System.Buffers.Binary;
using System.Security.Cryptography;
using Shoal.Metainfo;
using Shoal.Metainfo.Layout;
using Shoal.Runtime;

namespace Shoal.Simulation.Disks;

/// <summary>What a simulated torrent holds: bytes that follow from a seed, one copy for all hosts.</summary>
internal sealed class Content
{
    private readonly byte[] _bytes;

    /// <summary>Makes one file and its v1 torrent.</summary>
    public Content(ulong seed, int pieceLength, int length, bool isPrivate = false)
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
        var hashes = new byte[layout.PieceCount * Sha1Hash.Length];
        for (var i = 0; i < layout.PieceCount; i++)
        {
            SHA1.HashData(_bytes.AsSpan(i * pieceLength, layout.LengthOf(new PieceIndex(i))), hashes.AsSpan(i * Sha1Hash.Length));
        }

        Metainfo = new TorrentMetainfo
        {
            InfoHashes = new InfoHashes(new Sha1Hash(SHA1.HashData(hashes)), null),
            InfoBytes = ReadOnlyMemory<byte>.Empty,
            Name = "content",
            IsSingleFile = true,
            Files = [new TorrentFile { Path = ["content"], SafePath = "content", Length = length }],
            Layout = layout,
            V1Pieces = hashes,
            IsPrivate = isPrivate,
        };
    }

    public TorrentMetainfo Metainfo { get; }

    /// <summary>The right bytes of a piece from the given place on.</summary>
    public ReadOnlySpan<byte> Of(PieceIndex piece, int begin, int length) =>
        _bytes.AsSpan((int)Metainfo.Layout.OffsetOf(piece) + begin, length);
}
