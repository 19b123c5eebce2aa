using System.Buffers.Binary;

namespace Shoal.Trackers.Messages.Udp;

/// <summary>The 8 bytes that begin each packet of a tracker (BEP 15).</summary>
/// <param name="Action">What is answered; any number may stand here.</param>
/// <param name="TransactionId">That of the request: a packet with another is not for us.</param>
public readonly record struct UdpReplyHeader(UdpAction Action, uint TransactionId)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 8;

    /// <summary>Bytes of a reply to connect.</summary>
    public const int ConnectLength = 16;

    /// <summary>Writes 8 bytes and returns their number.</summary>
    public int Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)Action);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], TransactionId);
        return Length;
    }

    /// <summary>Reads the beginning of a packet, which may be longer; false where it is too short.</summary>
    public static bool TryRead(ReadOnlySpan<byte> packet, out UdpReplyHeader header)
    {
        header = default;
        if (packet.Length < Length)
        {
            return false;
        }

        header = new UdpReplyHeader((UdpAction)BinaryPrimitives.ReadUInt32BigEndian(packet), BinaryPrimitives.ReadUInt32BigEndian(packet[4..]));
        return true;
    }

    /// <summary>Writes the whole reply to a connect request; returns its length.</summary>
    public static int WriteConnect(Span<byte> destination, uint transactionId, ulong connectionId)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination[new UdpReplyHeader(UdpAction.Connect, transactionId).Write(destination)..], connectionId);
        return ConnectLength;
    }

    /// <summary>Reads the connection id of a reply to connect; false where the packet is too short.</summary>
    public static bool TryReadConnectionId(ReadOnlySpan<byte> packet, out ulong connectionId) => BinaryPrimitives.TryReadUInt64BigEndian(packet.Length < Length ? default : packet[Length..], out connectionId);
}
