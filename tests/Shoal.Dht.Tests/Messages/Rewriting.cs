using Shoal.Dht.Messages;
using Shoal.Runtime;

namespace Shoal.Dht.Oracle;

/// <summary>A message that was read, written again: what its kind and method have, and nothing that only others know.</summary>
internal static class Rewriting
{
    /// <summary>Null where it cannot be said by us: a fault, a method that we do not know, more than fits.</summary>
    public static byte[]? Of(in KrpcMessage message)
    {
        var packet = new byte[Limits.PacketLength];
        var length = 0;
        var isWritten = message switch
        {
            { Fault: not KrpcErrorCode.None } or { Kind: KrpcKind.Query, Method: KrpcMethod.Unknown } => false,
            { Kind: KrpcKind.Query } => KrpcWriter.TryWrite(packet, Query(message), out length),
            { Kind: KrpcKind.Reply } => Reply(packet, message, out length),
            _ => KrpcWriter.TryWrite(packet, Error(message), out length),
        };
        return isWritten ? packet[..length] : null;
    }

    private static KrpcQuery Query(in KrpcMessage message) => new()
    {
        Method = message.Method,
        TransactionId = message.TransactionId,
        Id = message.Id,
        Target = message.Target,
        Token = message.Token,
        Port = message.Port,
        ImpliedPort = message.ImpliedPort,
        IsSeed = message.IsSeed,
        WantsScrape = message.WantsScrape,
        NoSeed = message.NoSeed,
        WantsV4 = message.WantsV4,
        WantsV6 = message.WantsV6,
        IsReadOnly = message.IsReadOnly,
        Version = message.Version,
    };

    private static bool Reply(Span<byte> packet, in KrpcMessage message, out int length)
    {
        var values = new List<Endpoint>();
        foreach (var value in message.Values)
        {
            values.Add(value);
        }

        var reply = new KrpcReply
        {
            TransactionId = message.TransactionId,
            Id = message.Id,
            HasNodes = !message.Nodes.IsEmpty,
            HasNodes6 = !message.Nodes6.IsEmpty,
            Nodes = Contacts(message.Contacts(isIPv4: true)),
            Nodes6 = Contacts(message.Contacts(isIPv4: false)),
            Values = values.ToArray(),
            Token = message.Token,
            SeedFilter = message.SeedFilter,
            PeerFilter = message.PeerFilter,
            Requester = message.ExternalAddress,
            Version = message.Version,
        };
        return KrpcWriter.TryWrite(packet, reply, out length);
    }

    private static KrpcError Error(in KrpcMessage message) => new()
    {
        TransactionId = message.TransactionId,
        Code = message.ErrorCode,
        Text = message.ErrorText,
        Requester = message.ExternalAddress,
        Version = message.Version,
    };

    private static NodeContact[] Contacts(KrpcContacts contacts)
    {
        var list = new List<NodeContact>();
        foreach (var contact in contacts)
        {
            list.Add(contact);
        }

        return [.. list];
    }
}
