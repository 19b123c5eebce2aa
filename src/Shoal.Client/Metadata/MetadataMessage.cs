using System.Buffers;
using Shoal.Bencoding;

namespace Shoal.Client.Metadata;

/// <summary>A message of BEP 9: a bencoded dictionary, and behind it, outside of it, the bytes of a data message.</summary>
internal readonly record struct MetadataMessage(MetadataMessageKind Kind, int Piece, int DataOffset)
{
    /// <summary>Every piece of the info dictionary has this length but the last.</summary>
    public const int PieceLength = 16 * 1024;

    /// <summary>Pieces of an info dictionary of this length.</summary>
    public static int PiecesOf(int length) => (length + PieceLength - 1) / PieceLength;

    /// <summary>Reads a message that came without its extension id; false where it is broken.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out MetadataMessage message)
    {
        message = default;
        if (payload.Length > PieceLength + Limits.MetadataHeader
            || !BencodeDocument.TryParsePrefix(payload.ToArray(), BencodeOptions.Lenient, out var document, out var used, out _)
            || !document.Root["msg_type"u8].TryGetInteger(out var kind) || kind is < 0 or > 2
            || !document.Root["piece"u8].TryGetInteger(out var piece) || piece is < 0 or > Limits.MetadataLength / PieceLength)
        {
            return false;
        }

        message = new MetadataMessage((MetadataMessageKind)kind, (int)piece, used);
        return true;
    }

    /// <summary>Writes a message behind the receiver's id for it.</summary>
    public static byte[] Write(byte id, MetadataMessageKind kind, int piece, int totalLength = 0, ReadOnlySpan<byte> data = default)
    {
        var output = new ArrayBufferWriter<byte>(Limits.MetadataHeader + data.Length);
        output.GetSpan(1)[0] = id;
        output.Advance(1);
        var writer = new BencodeWriter(output);
        writer.WriteStartDictionary();
        writer.Write("msg_type"u8, (int)kind);
        writer.Write("piece"u8, piece);
        if (kind == MetadataMessageKind.Data)
        {
            writer.Write("total_size"u8, totalLength);
        }

        writer.WriteEnd();
        output.Write(data);
        return output.WrittenSpan.ToArray();
    }
}
