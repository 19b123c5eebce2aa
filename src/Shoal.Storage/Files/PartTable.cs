using System.Buffers.Binary;
using Shoal.Metainfo;

namespace Shoal.Storage.Files;

/// <summary>
/// The beginning of a part file: whose it is, which files were unwanted, and which piece lies in which slot.
/// <code>
///   0     "shoal parts 1\0\0\0"  info-hash  piece length  pieces  files
///   64    one bit a file: wanted
///   ...   for each slot, 4 bytes: 0, or 1 + the piece         (one slot a piece at most, so the table cannot outgrow the torrent)
///   ...   slots of a piece length each, holes where nothing lies
/// </code>
/// It lies in the file and not in the resume record, so that after a kill the slots are known that were filled since the last record.
/// </summary>
internal sealed class PartTable
{
    private const int HeaderLength = 64;
    private const int Alignment = 4096;
    private readonly byte[] _header = new byte[HeaderLength];

    public PartTable(TorrentMetainfo torrent)
    {
        "shoal parts 1"u8.CopyTo(_header);
        torrent.InfoHashes.Primary.Span.CopyTo(_header.AsSpan(16));
        BinaryPrimitives.WriteInt32LittleEndian(_header.AsSpan(36), torrent.Layout.PieceLength);
        BinaryPrimitives.WriteInt32LittleEndian(_header.AsSpan(40), torrent.Layout.PieceCount);
        BinaryPrimitives.WriteInt32LittleEndian(_header.AsSpan(44), torrent.Files.Count);
        WantedLength = Bits.BytesFor(torrent.Files.Count);
        TableOffset = Align(HeaderLength + WantedLength);
        TableLength = torrent.Layout.PieceCount * sizeof(int);
        SlotsOffset = Align(TableOffset + TableLength);
    }

    public static int WantedOffset => HeaderLength;

    public int WantedLength { get; }

    public int TableOffset { get; }

    public int TableLength { get; }

    public int SlotsOffset { get; }

    /// <summary>The first bytes, which say whose file it is.</summary>
    public ReadOnlySpan<byte> Header => _header;

    /// <summary>Reads the table: the piece in each slot, or -1. A piece named twice or out of range counts as not named.</summary>
    public static int[] Read(ReadOnlySpan<byte> table, int pieceCount)
    {
        var pieces = new int[table.Length / sizeof(int)];
        var seen = new HashSet<int>();
        for (var slot = 0; slot < pieces.Length; slot++)
        {
            var piece = BinaryPrimitives.ReadInt32LittleEndian(table[(slot * sizeof(int))..]) - 1;
            pieces[slot] = piece >= 0 && piece < pieceCount && seen.Add(piece) ? piece : -1;
        }

        return pieces;
    }

    private static int Align(int length) => (length + Alignment - 1) / Alignment * Alignment;
}
