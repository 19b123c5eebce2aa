using System.Numerics;
using System.Text;
using Shoal.Bencoding.Oracle;
using Shoal.Runtime;

namespace Shoal.Dht.Tests;

/// <summary>A packet as another program would make and read it: nothing of the code under test is in it.</summary>
internal sealed class Packet
{
    private readonly SortedDictionary<string, object> _top = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, object> _body = new(StringComparer.Ordinal);

    private Packet()
    {
    }

    public static Packet Query(string method, NodeId id, string transaction = "tx") => new Packet().Top("q", method).Top("t", transaction).Top("y", "q").With("id", BytesOf(id));

    public static Packet Reply(byte[] transaction, NodeId id)
    {
        var packet = new Packet().Top("y", "r").With("id", BytesOf(id));
        packet._top["t"] = transaction;
        return packet;
    }

    public static byte[] Error(byte[] transaction, int code) =>
        [.. Encoding.Latin1.GetBytes($"d1:eli{code}e1:xe1:t{transaction.Length}:"), .. transaction, .. "1:y1:ee"u8];

    public Packet Top(string key, object value)
    {
        _top[key] = value is string text ? Encoding.Latin1.GetBytes(text) : value;
        return this;
    }

    public Packet With(string key, object value)
    {
        _body[key] = value switch
        {
            string text => Encoding.Latin1.GetBytes(text),
            int number => new BigInteger(number),
            NodeId id => BytesOf(id),
            IEnumerable<NodeContact> nodes => nodes.SelectMany(n => (byte[])[.. BytesOf(n.Id), .. BytesOf(n.Endpoint)]).ToArray(),
            IEnumerable<Endpoint> peers => peers.Select(p => (object)BytesOf(p)).ToList(),
            _ => value,
        };
        return this;
    }

    public byte[] Bytes()
    {
        _top[_top.ContainsKey("q") ? "a" : "r"] = Pairs(_body);
        return NaiveBencode.Encode(Pairs(_top));
    }

    public static byte[] BytesOf(NodeId id)
    {
        var bytes = new byte[NodeId.Length];
        id.Write(bytes);
        return bytes;
    }

    public static byte[] BytesOf(Endpoint endpoint)
    {
        var bytes = new byte[18];
        return bytes[..CompactEndpoint.Write(bytes, endpoint)];
    }

    /// <summary>What a packet says at a path such as "r.id"; null where nothing is there. Strings as bytes.</summary>
    public static object? Read(byte[] packet, string path)
    {
        object? value = NaiveBencode.Decode(packet, strict: true, depth: 10)!.Value.Value;
        foreach (var key in path.Split('.'))
        {
            value = (value as List<KeyValuePair<byte[], object>>)?.FirstOrDefault(p => Encoding.Latin1.GetString(p.Key) == key).Value;
        }

        return value;
    }

    public static string? Text(byte[] packet, string path) => Read(packet, path) is byte[] bytes ? Encoding.Latin1.GetString(bytes) : null;

    public static NodeId? IdIn(byte[] packet, string path) => Read(packet, path) is byte[] { Length: 20 } bytes ? new NodeId(bytes) : null;

    /// <summary>The number of an error; null of any other packet.</summary>
    public static int? ErrorCode(byte[] packet) => Read(packet, "e") is List<object> { Count: 2 } error ? (int)(BigInteger)error[0] : null;

    public static List<NodeContact> Nodes(byte[] packet, string path) =>
        [.. ((byte[]?)Read(packet, path) ?? []).Chunk(path.EndsWith('6') ? 38 : 26).Select(c => new NodeContact(new NodeId(c.AsSpan(0, 20)), CompactEndpoint.Read(c.AsSpan(20))))];

    public static List<Endpoint> Values(byte[] packet) => [.. (Read(packet, "r.values") as List<object> ?? []).Select(v => CompactEndpoint.Read((byte[])v))];

    private static List<KeyValuePair<byte[], object>> Pairs(SortedDictionary<string, object> values) =>
        [.. values.Select(p => new KeyValuePair<byte[], object>(Encoding.Latin1.GetBytes(p.Key), p.Value))];
}
