using Shoal.Runtime;

namespace Shoal.Dht.Messages;

/// <summary>Writes packets (BEP 5) with their keys in order. False where one does not fit into the span, and then what the span holds is nothing.</summary>
internal static class KrpcWriter
{
    /// <summary>What the values of a reply stand in, the transaction id and the version apart.</summary>
    private static readonly int Around = "6:valuesl"u8.Length + "ee1:t99:1:v99:1:y1:re"u8.Length;

    public static bool TryWrite(Span<byte> packet, in KrpcQuery query, out int length)
    {
        var output = new KrpcOutput(packet);
        output.Raw("d1:ad2:id"u8);
        output.Id(query.Id);
        switch (query.Method)
        {
            case KrpcMethod.FindNode:
                output.Raw("6:target"u8);
                output.Id(query.Target);
                Want(ref output, query);
                break;
            case KrpcMethod.GetPeers:
                output.Raw("9:info_hash"u8);
                output.Id(query.Target);
                output.Raw(query.NoSeed ? "6:noseedi1e"u8 : default);
                output.Raw(query.WantsScrape ? "6:scrapei1e"u8 : default);
                Want(ref output, query);
                break;
            case KrpcMethod.AnnouncePeer:
                output.Raw(query.ImpliedPort ? "12:implied_porti1e"u8 : default);
                output.Raw("9:info_hash"u8);
                output.Id(query.Target);
                output.Raw("4:port"u8);
                output.Integer(query.Port);
                output.Raw(query.IsSeed ? "4:seedi1e"u8 : default);
                output.Raw("5:token"u8);
                output.Bytes(query.Token);
                break;
        }

        output.Raw("e1:q"u8);
        output.Bytes(KrpcMethods.NameOf(query.Method));
        output.Raw(query.IsReadOnly ? "2:roi1e"u8 : default);
        return End(ref output, query.TransactionId, query.Version, "1:y1:qe"u8, out length);
    }

    public static bool TryWrite(Span<byte> packet, in KrpcReply reply, out int length)
    {
        var output = new KrpcOutput(packet);
        output.Raw("d"u8);
        Requester(ref output, reply.Requester);
        output.Raw("1:rd"u8);
        Optional(ref output, "4:BFpe"u8, reply.PeerFilter);
        Optional(ref output, "4:BFsd"u8, reply.SeedFilter);
        output.Raw("2:id"u8);
        output.Id(reply.Id);
        if (reply.HasNodes)
        {
            output.Raw("5:nodes"u8);
            Nodes(ref output, reply.Nodes, isIPv4: true);
        }

        if (reply.HasNodes6)
        {
            output.Raw("6:nodes6"u8);
            Nodes(ref output, reply.Nodes6, isIPv4: false);
        }

        Optional(ref output, "5:token"u8, reply.Token);
        Values(ref output, reply);
        output.Raw("e"u8);
        return End(ref output, reply.TransactionId, reply.Version, "1:y1:re"u8, out length);
    }

    public static bool TryWrite(Span<byte> packet, in KrpcError error, out int length)
    {
        var output = new KrpcOutput(packet);
        output.Raw("d1:el"u8);
        output.Integer((int)error.Code);
        output.Bytes(error.Text);
        output.Raw("e"u8);
        Requester(ref output, error.Requester);
        return End(ref output, error.TransactionId, error.Version, "1:y1:ee"u8, out length);
    }

    private static bool End(ref KrpcOutput output, ReadOnlySpan<byte> transactionId, ReadOnlySpan<byte> version, ReadOnlySpan<byte> kind, out int length)
    {
        output.Raw("1:t"u8);
        output.Bytes(transactionId);
        Optional(ref output, "1:v"u8, version);
        output.Raw(kind);
        length = output.Fits ? output.Length : 0;
        return output.Fits;
    }

    private static void Optional(ref KrpcOutput output, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            output.Raw(key);
            output.Bytes(value);
        }
    }

    private static void Want(ref KrpcOutput output, in KrpcQuery query) =>
        output.Raw((query.WantsV4, query.WantsV6) switch
        {
            (true, true) => "4:wantl2:n42:n6e"u8,
            (true, false) => "4:wantl2:n4e"u8,
            (false, true) => "4:wantl2:n6e"u8,
            _ => default,
        });

    private static void Requester(ref KrpcOutput output, Endpoint? requester)
    {
        if (requester is { } endpoint)
        {
            output.Raw("2:ip"u8);
            Contact(ref output, endpoint);
        }
    }

    private static void Contact(ref KrpcOutput output, Endpoint endpoint)
    {
        var length = LengthOf(endpoint);
        output.Prefix(length);
        if (output.TryTake(length, out var room))
        {
            CompactEndpoint.Write(room, endpoint);
        }
    }

    private static int LengthOf(Endpoint endpoint) => endpoint.IsIPv4 ? CompactEndpoint.LengthV4 : CompactEndpoint.LengthV6;

    private static void Nodes(ref KrpcOutput output, ReadOnlySpan<NodeContact> nodes, bool isIPv4)
    {
        var length = isIPv4 ? CompactNode.LengthV4 : CompactNode.LengthV6;
        var count = 0;
        foreach (var node in nodes)
        {
            count += node.Endpoint.IsIPv4 == isIPv4 ? 1 : 0;
        }

        output.Prefix(count * length);
        foreach (var node in nodes)
        {
            if (node.Endpoint.IsIPv4 == isIPv4 && output.TryTake(length, out var room))
            {
                CompactNode.Write(room, node);
            }
        }
    }

    /// <summary>As many as leave room for what must follow them.</summary>
    private static void Values(ref KrpcOutput output, in KrpcReply reply)
    {
        var room = output.Left - Around - reply.TransactionId.Length - reply.Version.Length;
        if (reply.Values.IsEmpty || room < SizeOf(reply.Values[0]))
        {
            return;
        }

        output.Raw("6:valuesl"u8);
        foreach (var value in reply.Values)
        {
            room -= SizeOf(value);
            if (room < 0)
            {
                break;
            }

            Contact(ref output, value);
        }

        output.Raw("e"u8);
    }

    private static int SizeOf(Endpoint value) => value.IsIPv4 ? "6:"u8.Length + CompactEndpoint.LengthV4 : "18:"u8.Length + CompactEndpoint.LengthV6;
}
