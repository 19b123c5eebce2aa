using System.Buffers.Binary;

namespace Shoal.Trackers.Messages.Udp;

/// <summary>The 16 bytes that begin each packet to a tracker (BEP 15).</summary>
/// <param name="ConnectionId">What the tracker gave to this address; in a connect request the protocol's constant.</param>
/// <param name="Action">What is asked; any number may stand here.</param>
/// <param name="TransactionId">To be given back in the reply.</param>
public readonly record struct UdpRequestHeader(ulong ConnectionId, UdpAction Action, uint TransactionId)
{
    /// <summary>Bytes on the wire; a connect request is nothing more.</summary>
    public const int Length = 16;

    /// <summary>What stands in a connect request in place of a connection id.</summary>
    public const ulong Protocol = 0x41727101980;

    /// <summary>True for a request that any tracker would answer without knowing the sender.</summary>
    public bool IsConnect => Action == UdpAction.Connect && ConnectionId == Protocol;

    /// <summary>A connect request.</summary>
    public static UdpRequestHeader Connect(uint transactionId) => new(Protocol, UdpAction.Connect, transactionId);

    /// <summary>Writes 16 bytes and returns their number.</summary>
    public int Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, ConnectionId);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], (uint)Action);
        BinaryPrimitives.WriteUInt32BigEndian(destination[12..], TransactionId);
        return Length;
    }

    /// <summary>Reads the beginning of a packet, which may be longer; false where it is too short.</summary>
    public static bool TryRead(ReadOnlySpan<byte> packet, out UdpRequestHeader header)
    {
        header = default;
        if (packet.Length < Length)
        {
            return false;
        }

        header = new UdpRequestHeader(BinaryPrimitives.ReadUInt64BigEndian(packet), (UdpAction)BinaryPrimitives.ReadUInt32BigEndian(packet[8..]), BinaryPrimitives.ReadUInt32BigEndian(packet[12..]));
        return true;
    }
}
