using System.Buffers.Binary;

namespace Shoal.Napster.Protocol;

/// <summary>A message on the wire: length of the payload, type, payload. Nothing ends it.</summary>
internal static class Frame
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderLength = 4;

    /// <summary>The longest payload that a length can tell.</summary>
    public const int MostPayload = ushort.MaxValue;

    /// <summary>Reads the header; false while it is not whole.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> input, ByteOrder order, out int length, out MessageType type)
    {
        length = 0;
        type = default;
        if (input.Length < HeaderLength)
        {
            return false;
        }

        length = Read(input, order);
        type = (MessageType)Read(input[2..], order);
        return true;
    }

    /// <summary>In which order a stranger writes, by his first header: that in which it begins a session as clients do; the low byte first where neither does.</summary>
    public static ByteOrder OrderOf(ReadOnlySpan<byte> header)
    {
        TryReadHeader(header, ByteOrder.Little, out var length, out var type);
        if (BeginsSession(length, type))
        {
            return ByteOrder.Little;
        }

        TryReadHeader(header, ByteOrder.Big, out length, out type);
        return BeginsSession(length, type) ? ByteOrder.Big : ByteOrder.Little;
    }

    /// <summary>Writes the header before a payload.</summary>
    public static void WriteHeader(Span<byte> header, ByteOrder order, int length, MessageType type)
    {
        if (order == ByteOrder.Big)
        {
            BinaryPrimitives.WriteUInt16BigEndian(header, (ushort)length);
            BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)type);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(header, (ushort)length);
            BinaryPrimitives.WriteUInt16LittleEndian(header[2..], (ushort)type);
        }
    }

    /// <summary>A payload without the spaces and NULs that some clients put behind it.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> payload) => payload.TrimEnd("\0 "u8);

    private static ushort Read(ReadOnlySpan<byte> bytes, ByteOrder order) =>
        order == ByteOrder.Big ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static bool BeginsSession(int length, MessageType type) => length <= Limits.FirstPayload && type is
        MessageType.Login or MessageType.Register or MessageType.NickCheck or MessageType.PasswordCheck or MessageType.Version or MessageType.TransportTest or MessageType.AlternatePorts;
}
