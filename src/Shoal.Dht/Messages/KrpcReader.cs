using Shoal.Bencoding;

namespace Shoal.Dht.Messages;

/// <summary>
/// Reads packets (BEP 5), one after the other and each into the same memory. Keys may come in any order and bytes may follow, as real programs send them.
/// <code>
///   longer than a packet, not bencoded, no kind, no transaction id   nothing: silence is the answer
///   a query that cannot be answered                                  a message with the fault to answer with
///   a reply or an error that says nothing                            a message with a fault, to be counted against who sent it
/// </code>
/// </summary>
internal sealed class KrpcReader
{
    // No more values than halves of the bytes: each takes two at least.
    private static readonly BencodeOptions Options = new() { Limits = new BencodeLimits(Limits.MessageDepth, Limits.PacketLength / 2, Limits.PacketLength) };

    private readonly BencodeDocument _document = new();
    private readonly byte[] _packet = new byte[Limits.PacketLength];

    public bool TryRead(ReadOnlySpan<byte> packet, out KrpcMessage message)
    {
        message = default;
        if (!packet.TryCopyTo(_packet) || !_document.TryRead(_packet.AsMemory(0, packet.Length), Options, out _))
        {
            return false;
        }

        var root = _document.Root;
        var transactionId = root["t"u8].AsBytes;
        if (transactionId.Length is 0 or > Limits.TransactionIdLength)
        {
            return false;
        }

        switch (root["y"u8].AsBytes)
        {
            case [(byte)'q']:
                message = Query(root, transactionId);
                return true;
            case [(byte)'r']:
                message = Reply(root, transactionId);
                return true;
            case [(byte)'e']:
                message = Error(root, transactionId);
                return true;
            default:
                return false;
        }
    }

    private static KrpcMessage Query(BencodeValue root, ReadOnlySpan<byte> transactionId)
    {
        var name = root["q"u8];
        var arguments = root["a"u8];
        var method = KrpcMethods.Of(name.AsBytes);
        var hasId = TryId(arguments["id"u8], out var id);
        var hasTarget = TryTarget(arguments, method, out var target);
        var message = new KrpcMessage(root, arguments, KrpcKind.Query) { TransactionId = transactionId, Method = method, Id = id, Target = target };
        return message switch
        {
            _ when name.Kind != BencodeKind.Bytes => message with { Fault = KrpcErrorCode.Protocol, FaultText = "no method"u8 },
            { Method: KrpcMethod.Unknown } when !hasTarget => message with { Fault = KrpcErrorCode.MethodUnknown, FaultText = "unknown method"u8 },
            _ when !hasId => message with { Fault = KrpcErrorCode.Protocol, FaultText = "no id of 20 bytes"u8 },
            { Method: not KrpcMethod.Ping } when !hasTarget => message with { Fault = KrpcErrorCode.Protocol, FaultText = "no target or info_hash of 20 bytes"u8 },
            { Method: KrpcMethod.AnnouncePeer, Token.IsEmpty: true } => message with { Fault = KrpcErrorCode.Protocol, FaultText = "no token"u8 },
            { Method: KrpcMethod.AnnouncePeer, ImpliedPort: false, Port: 0 } => message with { Fault = KrpcErrorCode.Protocol, FaultText = "no port"u8 },
            _ => message,
        };
    }

    private static KrpcMessage Reply(BencodeValue root, ReadOnlySpan<byte> transactionId)
    {
        var values = root["r"u8];
        var message = new KrpcMessage(root, values, KrpcKind.Reply) { TransactionId = transactionId };
        return TryId(values["id"u8], out var id) ? message with { Id = id } : message with { Fault = KrpcErrorCode.Protocol, FaultText = "no id of 20 bytes"u8 };
    }

    private static KrpcMessage Error(BencodeValue root, ReadOnlySpan<byte> transactionId)
    {
        var message = new KrpcMessage(root, root["e"u8], KrpcKind.Error) { TransactionId = transactionId };
        return message.ErrorCode != KrpcErrorCode.None ? message : message with { Fault = KrpcErrorCode.Protocol, FaultText = "no code and text"u8 };
    }

    /// <summary>What an unknown method looks for may have either name (BEP 44 and 51 use "target").</summary>
    private static bool TryTarget(BencodeValue arguments, KrpcMethod method, out NodeId target) => method switch
    {
        KrpcMethod.FindNode => TryId(arguments["target"u8], out target),
        KrpcMethod.GetPeers or KrpcMethod.AnnouncePeer => TryId(arguments["info_hash"u8], out target),
        KrpcMethod.Unknown => TryId(arguments["target"u8], out target) || TryId(arguments["info_hash"u8], out target),
        _ => TryId(default, out target),
    };

    private static bool TryId(BencodeValue value, out NodeId id)
    {
        var bytes = value.AsBytes;
        id = bytes.Length == NodeId.Length ? new NodeId(bytes) : default;
        return bytes.Length == NodeId.Length;
    }
}
