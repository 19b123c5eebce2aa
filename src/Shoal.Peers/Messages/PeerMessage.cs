using System.Buffers.Binary;
using Shoal.Metainfo;

namespace Shoal.Peers.Messages;

/// <summary>A message as it lies in the receive buffer: valid during the call that hands it over. Lengths are checked, values are not.</summary>
public readonly ref struct PeerMessage
{
    /// <summary>A message whose payload has the length that its kind must have.</summary>
    public PeerMessage(MessageKind kind, ReadOnlySpan<byte> payload)
    {
        Kind = kind;
        Payload = payload;
    }

    /// <summary>Which message.</summary>
    public MessageKind Kind { get; }

    /// <summary>What follows the id.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>The piece of have, suggest and allowed fast; unchecked and possibly negative.</summary>
    public PieceIndex Piece => new(BinaryPrimitives.ReadInt32BigEndian(Payload));

    /// <summary>The run of request, cancel and reject; unchecked and possibly negative.</summary>
    public BlockRequest Block => new(Piece, BinaryPrimitives.ReadInt32BigEndian(Payload[4..]), BinaryPrimitives.ReadInt32BigEndian(Payload[8..]));

    /// <summary>The UDP port of the sender's DHT node (BEP 5).</summary>
    public ushort Port => BinaryPrimitives.ReadUInt16BigEndian(Payload);

    /// <summary>What a hash request or reject names, and what hashes answer; unchecked and possibly negative.</summary>
    public HashRequest HashRequest => HashRequest.Read(Payload);

    /// <summary>The hashes of a hashes message, 32 bytes each: those asked for, then the uncles.</summary>
    public ReadOnlySpan<byte> Hashes => Payload[HashRequest.PayloadLength..];

    /// <summary>True where so many bytes may follow the id.</summary>
    internal static bool IsLengthAllowed(MessageKind kind, int length) => kind == MessageKind.Hashes
        ? length >= HashRequest.PayloadLength && (length - HashRequest.PayloadLength) % Sha256Hash.Length == 0
        : PayloadLengthOf(kind) is var expected && (expected < 0 || expected == length);

    /// <summary>The bytes that must follow the id, or -1 where any number may.</summary>
    private static int PayloadLengthOf(MessageKind kind) => kind switch
    {
        MessageKind.Choke or MessageKind.Unchoke or MessageKind.Interested or MessageKind.NotInterested
            or MessageKind.HaveAll or MessageKind.HaveNone => 0,
        MessageKind.Have or MessageKind.Suggest or MessageKind.AllowedFast => 4,
        MessageKind.Request or MessageKind.Cancel or MessageKind.Reject => 12,
        MessageKind.Port => 2,
        MessageKind.HashRequest or MessageKind.HashReject => HashRequest.PayloadLength,
        _ => -1,
    };
}
