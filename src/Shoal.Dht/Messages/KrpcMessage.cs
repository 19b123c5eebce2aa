using Shoal.Bencoding;
using Shoal.Runtime;

namespace Shoal.Dht.Messages;

/// <summary>
/// A packet that was read: a view of its reader's buffer, valid until the reader's next packet. What is missing, or is of the wrong type or length, is empty, zero or false.
/// </summary>
internal readonly ref struct KrpcMessage
{
    private readonly BencodeValue _root;
    private readonly BencodeValue _body;

    public KrpcMessage(BencodeValue root, BencodeValue body, KrpcKind kind)
    {
        _root = root;
        _body = body;
        Kind = kind;
    }

    public KrpcKind Kind { get; }

    /// <summary>1 to <see cref="Limits.TransactionIdLength"/> bytes.</summary>
    public ReadOnlySpan<byte> TransactionId { get; init; }

    /// <summary>What is asked; <see cref="KrpcMethod.Unknown"/> of replies and errors. An unknown method without a fault has a target, and is answered as find_node is.</summary>
    public KrpcMethod Method { get; init; }

    /// <summary>The sender's, as it says.</summary>
    public NodeId Id { get; init; }

    /// <summary>What is looked for: "target" or "info_hash".</summary>
    public NodeId Target { get; init; }

    /// <summary>What is wrong with it. A query is answered with this; a reply or an error is not to be believed.</summary>
    public KrpcErrorCode Fault { get; init; }

    /// <summary>The reason in words.</summary>
    public ReadOnlySpan<byte> FaultText { get; init; }

    /// <summary>Of announce_peer, and of the replies to get_peers; empty where it is too long to be kept.</summary>
    public ReadOnlySpan<byte> Token => _body["token"u8].AsBytes is { Length: <= Limits.TokenLength } token ? token : default;

    /// <summary>The announced port; 0 where there is none that is one.</summary>
    public ushort Port => _body["port"u8].TryGetInteger(out var port) && port is > 0 and <= ushort.MaxValue ? (ushort)port : (ushort)0;

    /// <summary>The packet's source port is meant instead of <see cref="Port"/>.</summary>
    public bool ImpliedPort => IsSet(_body["implied_port"u8]);

    /// <summary>Who announces has everything (BEP 33).</summary>
    public bool IsSeed => IsSet(_body["seed"u8]);

    /// <summary>Filters are asked for (BEP 33).</summary>
    public bool WantsScrape => IsSet(_body["scrape"u8]);

    /// <summary>Seeds are of no use to who asks (BEP 33).</summary>
    public bool NoSeed => IsSet(_body["noseed"u8]);

    /// <summary>"nodes" is asked for by name (BEP 32).</summary>
    public bool WantsV4 => Wants("n4"u8);

    /// <summary>"nodes6" is asked for by name (BEP 32).</summary>
    public bool WantsV6 => Wants("n6"u8);

    /// <summary>The sender answers no queries (BEP 43).</summary>
    public bool IsReadOnly => _root["ro"u8].TryGetInteger(out var value) && value == 1;

    /// <summary>The sender's program.</summary>
    public ReadOnlySpan<byte> Version => _root["v"u8].AsBytes;

    /// <summary>IPv4 nodes of 26 bytes each; empty where the length does not come out even.</summary>
    public ReadOnlySpan<byte> Nodes => NodesOf("nodes"u8, CompactNode.LengthV4);

    /// <summary>IPv6 nodes of 38 bytes each; empty where the length does not come out even.</summary>
    public ReadOnlySpan<byte> Nodes6 => NodesOf("nodes6"u8, CompactNode.LengthV6);

    /// <summary>The peers of a torrent.</summary>
    public KrpcValues Values => new(_body["values"u8]);

    /// <summary>What the sender sees as our address (BEP 42); port 0 where it does not say.</summary>
    public Endpoint? ExternalAddress => _root["ip"u8].AsBytes switch
    {
        { Length: 4 or 16 } address => Endpoint.FromBytes(address, 0),
        { Length: CompactEndpoint.LengthV4 or CompactEndpoint.LengthV6 } endpoint => CompactEndpoint.Read(endpoint),
        _ => null,
    };

    /// <summary>The Bloom filter of seeds (BEP 33), or empty.</summary>
    public ReadOnlySpan<byte> SeedFilter => FilterOf("BFsd"u8);

    /// <summary>The Bloom filter of peers (BEP 33), or empty.</summary>
    public ReadOnlySpan<byte> PeerFilter => FilterOf("BFpe"u8);

    /// <summary>Of an error; also numbers that BEP 5 does not list.</summary>
    public KrpcErrorCode ErrorCode => First(out var text).TryGetInteger(out var code) && code is > 0 and <= int.MaxValue && text.Kind == BencodeKind.Bytes ? (KrpcErrorCode)code : KrpcErrorCode.None;

    /// <summary>Of an error: bytes of a stranger, not to be shown as they are.</summary>
    public ReadOnlySpan<byte> ErrorText
    {
        get
        {
            First(out var text);
            return text.AsBytes;
        }
    }

    /// <summary>The nodes of one family, for foreach.</summary>
    public KrpcContacts Contacts(bool isIPv4) => new(isIPv4 ? Nodes : Nodes6, isIPv4);

    private static bool IsSet(BencodeValue flag) => flag.TryGetInteger(out var value) && value != 0;

    private bool Wants(ReadOnlySpan<byte> family)
    {
        foreach (var item in _body["want"u8].Items)
        {
            if (item.AsBytes.SequenceEqual(family))
            {
                return true;
            }
        }

        return false;
    }

    private ReadOnlySpan<byte> NodesOf(ReadOnlySpan<byte> key, int length) => _body[key].AsBytes is var nodes && nodes.Length % length == 0 ? nodes : default;

    private ReadOnlySpan<byte> FilterOf(ReadOnlySpan<byte> key) => _body[key].AsBytes is { Length: Limits.FilterLength } filter ? filter : default;

    private BencodeValue First(out BencodeValue second)
    {
        var items = Kind == KrpcKind.Error ? _body.Items : default;
        var first = items.MoveNext() ? items.Current : default;
        second = items.MoveNext() ? items.Current : default;
        return first;
    }
}
