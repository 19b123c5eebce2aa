using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using Shoal.Bencoding.Oracle;

namespace Shoal.Dht.Oracle;

/// <summary>What a packet says, one line for each field that is there, read by the letter of BEP 5, 32, 33, 42 and 43 with the slow decoder and no code of the reader's.</summary>
public static class NaiveKrpc
{
    private const int Longest = 1500;
    private const int Deepest = 16;
    private const int LongestTransactionId = 32;
    private const int LongestToken = 40;

    /// <summary>Null where silence is the answer.</summary>
    public static string? Read(byte[] packet)
    {
        if (packet.Length > Longest || NaiveBencode.Decode(packet, strict: false, Deepest)?.Value is not List<KeyValuePair<byte[], object>> root
            || Value(root, "t") is not byte[] { Length: > 0 and <= LongestTransactionId } transactionId || Value(root, "y") is not byte[] { Length: 1 } kind || !"qre".Contains((char)kind[0]))
        {
            return null;
        }

        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{(char)kind[0]} {Convert.ToHexString(transactionId)}\n");
        var body = Value(root, (char)kind[0] switch { 'q' => "a", 'r' => "r", _ => "e" });
        var pairs = body as List<KeyValuePair<byte[], object>> ?? [];
        switch ((char)kind[0])
        {
            case 'q':
                Query(text, Value(root, "q") as byte[], pairs);
                break;
            case 'r':
                Line(text, Value(pairs, "id") is byte[] { Length: 20 } id ? IdLine("id", id) : "fault 203");
                break;
            default:
                Error(text, body as List<object> ?? []);
                break;
        }

        Line(text, Value(pairs, "token") is byte[] { Length: > 0 and <= LongestToken } token ? $"token {Convert.ToHexString(token)}" : null);
        Line(text, PortOf(pairs) is var port and not 0 ? $"port {port}" : null);
        foreach (var flag in new[] { "implied_port", "seed", "scrape", "noseed" })
        {
            Line(text, Number(pairs, flag) is { IsZero: false } ? flag : null);
        }

        var want = (Value(pairs, "want") as List<object> ?? []).OfType<byte[]>().Select(Encoding.Latin1.GetString).ToHashSet();
        Line(text, want.Contains("n4") ? "n4" : null);
        Line(text, want.Contains("n6") ? "n6" : null);
        Line(text, Number(root, "ro") is { IsOne: true } ? "ro" : null);
        Line(text, Value(root, "v") is byte[] { Length: > 0 } version ? $"v {Convert.ToHexString(version)}" : null);
        Nodes(text, pairs, "nodes", 26);
        Nodes(text, pairs, "nodes6", 38);
        foreach (var value in (Value(pairs, "values") as List<object> ?? []).OfType<byte[]>().Where(static value => value.Length is 6 or 18))
        {
            Line(text, $"value {Endpoint(value)}");
        }

        Line(text, Value(root, "ip") switch
        {
            byte[] { Length: 6 or 18 } ip => $"ip {Endpoint(ip)}",
            byte[] { Length: 4 or 16 } ip => $"ip {Endpoint([.. ip, 0, 0])}",
            _ => null,
        });
        Line(text, Value(pairs, "BFsd") is byte[] { Length: 256 } seeds ? $"BFsd {Convert.ToHexString(seeds)}" : null);
        Line(text, Value(pairs, "BFpe") is byte[] { Length: 256 } peers ? $"BFpe {Convert.ToHexString(peers)}" : null);
        return text.ToString();
    }

    private static void Query(StringBuilder text, byte[]? name, List<KeyValuePair<byte[], object>> arguments)
    {
        var method = name is null ? null : Encoding.Latin1.GetString(name);
        var id = Value(arguments, "id") is byte[] { Length: 20 } found ? found : null;
        string[] places = method switch { "ping" => [], "find_node" => ["target"], "get_peers" or "announce_peer" => ["info_hash"], _ => ["target", "info_hash"] };
        var target = places.Select(place => Value(arguments, place)).OfType<byte[]>().FirstOrDefault(static bytes => bytes.Length == 20);
        var isKnown = method is "ping" or "find_node" or "get_peers" or "announce_peer";
        Line(text, isKnown ? $"method {method}" : "method unknown");
        Line(text, IdLine("id", id));
        Line(text, IdLine("target", target));
        var canAnnounce = Value(arguments, "token") is byte[] { Length: > 0 and <= LongestToken } && (PortOf(arguments) != 0 || Number(arguments, "implied_port") is { IsZero: false });
        Line(text, method switch
        {
            not null when !isKnown && target is null => "fault 204",
            null => "fault 203",
            _ when id is null || (method is not "ping" && target is null) => "fault 203",
            "announce_peer" when !canAnnounce => "fault 203",
            _ => null,
        });
    }

    private static void Error(StringBuilder text, List<object> error)
    {
        var code = error is [BigInteger number, byte[], ..] && number > 0 && number <= int.MaxValue ? number : 0;
        Line(text, code.IsZero ? "fault 203" : $"code {code}");
        Line(text, error is [_, byte[] { Length: > 0 } words, ..] ? $"text {Convert.ToHexString(words)}" : null);
    }

    private static void Nodes(StringBuilder text, List<KeyValuePair<byte[], object>> pairs, string key, int length)
    {
        var bytes = Value(pairs, key) as byte[] ?? [];
        for (var at = 0; bytes.Length % length == 0 && at < bytes.Length; at += length)
        {
            var (address, port) = (new IPAddress(bytes[(at + 20)..(at + length - 2)]), bytes[(at + length - 2)..(at + length)]);
            var isReachable = !port.SequenceEqual(new byte[2]) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) && !address.IsIPv4MappedToIPv6;
            Line(text, isReachable ? $"{key} {Convert.ToHexString(bytes[at..(at + 20)])} {Endpoint(bytes[(at + 20)..(at + length)])}" : null);
        }
    }

    /// <summary>An id of zeros is not told from none.</summary>
    private static string? IdLine(string name, byte[]? id) => id is null || Array.TrueForAll(id, static value => value == 0) ? null : $"{name} {Convert.ToHexString(id)}";

    private static string Endpoint(byte[] compact)
    {
        var address = new IPAddress(compact[..^2]);
        return $"{(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)}:{(compact[^2] << 8) + compact[^1]}";
    }

    private static void Line(StringBuilder text, string? line) => text.Append(line is null ? null : line + "\n");

    private static int PortOf(List<KeyValuePair<byte[], object>> pairs) => Number(pairs, "port") is { } port && port > 0 && port < 65536 ? (int)port : 0;

    /// <summary>Where it fits 64 bits: a larger one is no number to anybody.</summary>
    private static BigInteger? Number(List<KeyValuePair<byte[], object>> pairs, string key) =>
        Value(pairs, key) is BigInteger number && number >= long.MinValue && number <= long.MaxValue ? number : null;

    private static object? Value(List<KeyValuePair<byte[], object>> pairs, string key) => pairs.Find(pair => pair.Key.AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(key))).Value;
}
