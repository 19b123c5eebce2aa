using System.Text;
using Shoal.Bencoding.Oracle;
using Shoal.Dht;
using Shoal.Dht.Nodes;
using Shoal.Runtime;
using Pairs = System.Collections.Generic.List<System.Collections.Generic.KeyValuePair<byte[], object>>;

namespace Shoal.Fuzz.Nodes;

/// <summary>
/// What a node may send and believe, by its packets alone, read with the slow decoder:
/// <code>
/// sent      canonical, no longer than passes everywhere, to nobody without a port or of the other family
/// replies   to queries alone, to who asked, with its transaction; four times as long at most where the address never proved itself; naming peers that announced, and no others
/// the table whom it asked, and who answered from there, with that transaction, in time; never itself; as many as it says
/// </code>
/// </summary>
internal sealed class NodeWitness(DhtNode node, Func<TimeSpan> now)
{
    private const int Depth = 16;
    private const int Multiple = 4;
    private const int Longest = 1024;

    private readonly List<(Endpoint To, byte[] Transaction, TimeSpan At)> _queries = [];
    private readonly Dictionary<Endpoint, byte[]> _tokens = [];
    private readonly HashSet<NodeContact> _answered = [];
    private readonly HashSet<(ulong, ulong)> _proven = [];
    private readonly HashSet<(ulong, ulong)> _announced = [];
    private Endpoint _from;
    private int _replies;
    private bool _isQuery;

    /// <summary>It came into the table by the world's own hand.</summary>
    public void Believes(NodeContact contact) => _answered.Add(contact);

    /// <summary>The transaction of the last query to somebody, or to anybody.</summary>
    public byte[]? LastQuery(Endpoint? to) => _queries.FindLast(query => to is null || query.To == to).Transaction;

    /// <summary>The last token that it was given.</summary>
    public byte[]? TokenOf(Endpoint from) => _tokens.GetValueOrDefault(from);

    /// <summary>The node is about to hear this.</summary>
    public void Before(Endpoint from, byte[] packet)
    {
        var root = NaiveBencode.Decode(packet, strict: false, Depth)?.Value;
        (_from, _replies, _isQuery) = (from, 0, Text(root, "y") == "q");
        if (Text(root, "y") == "r" && Value(root, "t") is byte[] { Length: 4 } transaction && Value(Value(root, "r"), "id") is byte[] { Length: 20 } id
            && _queries.Exists(query => query.To == from && now() - query.At < Dht.Limits.Lost && query.Transaction.AsSpan().SequenceEqual(transaction)))
        {
            _answered.Add(new NodeContact(new NodeId(id), from));
            _proven.Add(from.AddressBits);
        }

        if (_isQuery && Text(root, "q") == "announce_peer")
        {
            _announced.Add(from.AddressBits);
        }
    }

    /// <summary>The node sent this, while it heard a packet or by itself.</summary>
    public void Sent(Endpoint to, byte[] packet, byte[]? heard)
    {
        FuzzTarget.Require(to.Port != 0 && !to.IsWildcard && to.IsIPv4 == node.Local.IsIPv4, "it sends to where nobody is");
        FuzzTarget.Require(packet.Length <= Longest, "it sends more than passes everywhere");
        var decoded = NaiveBencode.Decode(packet, strict: true, Depth);
        FuzzTarget.Require(decoded?.Used == packet.Length, "what it sends is not canonical");
        var root = decoded!.Value.Value;
        if (Text(root, "y") == "q")
        {
            _queries.Add((to, (byte[])Value(root, "t")!, now()));
            return;
        }

        FuzzTarget.Require(heard is not null && _isQuery && to == _from && ++_replies == 1, "it answers what is no question, or somebody else, or twice");
        FuzzTarget.Require(_proven.Contains(to.AddressBits) || packet.Length <= Multiple * heard!.Length, "it sends a stranger too much");
        FuzzTarget.Require(((byte[])Value(root, "t")!).AsSpan().SequenceEqual((byte[])Value(NaiveBencode.Decode(heard!, strict: false, Depth)!.Value.Value, "t")!), "it answers another question");
        var body = Value(root, "r");
        if (Value(body, "token") is byte[] token)
        {
            _tokens[to] = token;
        }

        foreach (var peer in Value(body, "values") as List<object> ?? [])
        {
            FuzzTarget.Require(_announced.Contains(CompactEndpoint.Read((byte[])peer).AddressBits), "it tells of a peer that did not announce itself");
        }

        // A token came back from where it was given.
        if (Text(root, "y") == "r" && _announced.Contains(to.AddressBits))
        {
            _proven.Add(to.AddressBits);
        }
    }

    /// <summary>The books of the node agree with what happened.</summary>
    public void After()
    {
        var rows = node.Table.Rows();
        FuzzTarget.Require(rows.Count(row => !row.IsSpare) == node.Table.Count && rows.Count(row => row.IsSpare) == node.Table.SpareCount, "the table counts wrongly");
        FuzzTarget.Require(rows.All(row => row.Contact.Id != node.Id && row.Contact.Endpoint != node.Local), "it knows itself");
        FuzzTarget.Require(rows.All(row => _answered.Contains(row.Contact)), "somebody came into the table without an answer");
        FuzzTarget.Require(rows.Select(row => row.Contact.Endpoint.AddressBits).Distinct().Count() == rows.Count, "an address is in the table twice");
        FuzzTarget.Require(node.Asking <= Dht.Limits.Calls, "too many queries are out");
        var (store, options) = (node.Responder.Store, node.Options.Store);
        FuzzTarget.Require(store.HashCount <= options.Hashes && store.List().All(hash => hash.Peers <= options.PeersPerHash), "the store is beyond its bounds");
        FuzzTarget.Require(store.PeerCount == store.List().Sum(hash => hash.Peers), "the store counts wrongly");
    }

    private static object? Value(object? pairs, string key) => (pairs as Pairs)?.Where(pair => Encoding.Latin1.GetString(pair.Key) == key).Select(pair => pair.Value).FirstOrDefault();

    private static string? Text(object? pairs, string key) => Value(pairs, key) is byte[] bytes ? Encoding.Latin1.GetString(bytes) : null;
}
