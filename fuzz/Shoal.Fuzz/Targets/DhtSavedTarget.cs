using System.Text;
using Shoal.Bencoding.Oracle;
using Shoal.Dht;
using Shoal.Dht.Saving;
using Shoal.Fuzz.Mutation;
using Shoal.Runtime;
using Pairs = System.Collections.Generic.List<System.Collections.Generic.KeyValuePair<byte[], object>>;

namespace Shoal.Fuzz.Targets;

/// <summary>The file in which ids and tables are kept between runs: what is read of it is what a slow reader finds, and everybody in it can be reached.</summary>
public sealed class DhtSavedTarget : FuzzTarget
{
    private const int Depth = 4;

    /// <summary>Below this many the reader's budget of values cannot matter.</summary>
    private const int Values = 400;

    public override string Name => "dht-saved";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[] { "5:nodesl", "2:id20:", "5:local6:", "5:local18:", "5:nodes6:", "5:nodes18:", "5:nodes0:", "2:id20:abcdefghij0123456789" }.Select(Encoding.ASCII.GetBytes)];

    private static IReadOnlyList<byte[]> Parts { get; } =
        [.. new[] { "id", "local", "nodes" }.Select(Encoding.ASCII.GetBytes), .. new[] { 6, 12, 18, 19, 20, 21, 36, 40 }.Select(static length => Enumerable.Range(1, length).Select(static i => (byte)i).ToArray())];

    public override byte[]? Reshape(byte[] input, IChance chance) => BencodeReshaper.Reshape(input, Parts, chance);

    public override void Run(ReadOnlySpan<byte> input)
    {
        var bytes = input.ToArray();
        var saved = SavedTables.TryRead(bytes);
        Require(saved.Contacts.TrueForAll(contact => contact is { Port: not 0, IsWildcard: false }), "it names somebody whom nobody can reach");
        Require(saved.Contacts.Count * CompactEndpoint.LengthV4 <= bytes.Length, "it names more than its bytes hold");
        var root = NaiveBencode.Decode(bytes, strict: false, Depth)?.Value;
        if (root is not null && CountOf(root) > Values)
        {
            return;
        }

        var nodes = (Value(root, "nodes") as List<object> ?? []).Where(IsNode).Take(Dht.Limits.SavedNodes).ToList();
        var contacts = nodes.SelectMany(ContactsOf).Where(contact => contact.Port != 0 && !contact.IsWildcard).ToList();
        Require(saved.Contacts.SequenceEqual(contacts), "its nodes are others");
        foreach (var local in nodes.Select(LocalOf))
        {
            // Of several at one address the first counts.
            var id = (byte[])Value(nodes.First(node => LocalOf(node).WithPort(0) == local.WithPort(0)), "id")!;
            Require(saved.IdOf(local) == new NodeId(id) && saved.IdOf(local.WithPort(1)) == new NodeId(id), "an id is another");
        }

        Require(saved.IdOf(Endpoint.FromBytes([9, 8, 7, 6], 5)) is null || nodes.Exists(node => LocalOf(node).ToIPAddress().ToString() == "9.8.7.6"), "an id of nowhere");
    }

    private static bool IsNode(object node) => Value(node, "id") is byte[] { Length: 20 } && Value(node, "local") is byte[] { Length: 6 or 18 };

    private static Endpoint LocalOf(object node) => CompactEndpoint.Read((byte[])Value(node, "local")!);

    private static IEnumerable<Endpoint> ContactsOf(object node)
    {
        var length = ((byte[])Value(node, "local")!).Length;
        return (Value(node, "nodes") as byte[] ?? []).Chunk(length).Where(chunk => chunk.Length == length).Select(chunk => CompactEndpoint.Read(chunk));
    }

    private static object? Value(object? pairs, string key) => (pairs as Pairs)?.Where(pair => Encoding.Latin1.GetString(pair.Key) == key).Select(pair => pair.Value).FirstOrDefault();

    private static int CountOf(object value) => value switch
    {
        List<object> list => 1 + list.Sum(CountOf),
        Pairs pairs => 1 + pairs.Sum(pair => 1 + CountOf(pair.Value)),
        _ => 1,
    };
}
