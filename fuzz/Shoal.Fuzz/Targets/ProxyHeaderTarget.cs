using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Shoal.Runtime;
using Shoal.TrackerServer.Http;

namespace Shoal.Fuzz.Targets;

/// <summary>Headers of a proxy, with whatever clients wrote into them: the client that is found is the one that a reader of text finds, line by line and letter by letter.</summary>
public sealed partial class ProxyHeaderTarget : FuzzTarget
{
    private static readonly IPNetwork[] Proxies = [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("fd00::/8")];
    private readonly ProxyRule _plain = new(Proxies, "X-Forwarded-For");
    private readonly ProxyRule _forwarded = new(Proxies, "Forwarded");
    private readonly Endpoint _proxy = Endpoint.FromBytes([10, 0, 0, 1], 5);

    public override string Name => "proxy-header";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[]
            {
                "X-Forwarded-For: ", "x-forwarded-for:", "Forwarded: ", "for=", "For=\"", "\"", ";proto=http", ", ", ",", "\r\n", "\n", "10.0.0.2", "fd00::2", "[fd00::2]:5", "1.2.3.4", "1.2.3.4:5", "2001:db8::1",
                "[2001:db8::1]", "[2001:db8::1]:5", "unknown", "unix:", "_hidden", "010.0.0.2", "fe80::1%eth0", "::ffff:10.0.0.2", "::ffff:1.2.3.4",
            }.Select(Encoding.ASCII.GetBytes)];

    public override void Run(ReadOnlySpan<byte> input)
    {
        Check(_plain, input, Filled(Lists(input, "X-Forwarded-For").SelectMany(list => list.Split(','))));
        Check(_forwarded, input, Filled(Lists(input, "Forwarded").SelectMany(list => Parts(list, ','))).Select(For));
    }

    private static readonly char[] Blank = [' ', '\t', '\r'];

    private void Check(ProxyRule rule, ReadOnlySpan<byte> head, IEnumerable<string> elements)
    {
        var isFound = rule.TryFindClient(head, _proxy, out var client);
        Endpoint? expected = _proxy;
        foreach (var element in elements.Reverse())
        {
            expected = Read(element);
            if (expected is not { } address || !Proxies.Any(network => network.Contains(address.ToIPAddress())))
            {
                break;
            }
        }

        Require(isFound == expected.HasValue, $"a client is found: {isFound}");
        Require(!isFound || client == expected, $"{client} is found and not {expected}");
    }

    private static IEnumerable<string> Filled(IEnumerable<string> elements) => elements.Select(element => element.Trim(Blank)).Where(element => element.Length > 0);

    /// <summary>What stands behind the name, of each line that has it.</summary>
    private static IEnumerable<string> Lists(ReadOnlySpan<byte> head, string name) =>
        Encoding.Latin1.GetString(head).Split('\n').Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..]);

    /// <summary>Parts between separators that stand in no quotation marks, as they are counted from the right; from the left to the right.</summary>
    private static List<string> Parts(string text, char separator)
    {
        var parts = new List<string>();
        var (end, isQuoted) = (text.Length, false);
        for (var i = text.Length - 1; i >= 0; i--)
        {
            isQuoted ^= text[i] == '"';
            if (text[i] == separator && !isQuoted)
            {
                parts.Insert(0, text[(i + 1)..end]);
                end = i;
            }
        }

        parts.Insert(0, text[..end]);
        return parts;
    }

    private static string For(string element)
    {
        var value = Parts(element, ';').Select(pair => pair.Trim(' ', '\t')).LastOrDefault(pair => pair.Length > 4 && pair.StartsWith("for=", StringComparison.OrdinalIgnoreCase))?[4..] ?? "?";
        return value.Length > 1 && value[0] == '"' && value[^1] == '"' ? value[1..^1] : value;
    }

    private static Endpoint? Read(string text)
    {
        if (text.Length > 53 || !Shape().IsMatch(text))
        {
            return null;
        }

        text = !text.Contains(':', StringComparison.Ordinal) || text[^1] == ']' ? text + ":0" : text[0] != '[' && text.Count(static c => c == ':') > 1 ? $"[{text}]:0" : text;
        return Endpoint.TryParse(text, out var endpoint) ? endpoint : null;
    }

    /// <summary>One of IPv4, or one of IPv6 with or without brackets, and a port without zeros before it.</summary>
    [GeneratedRegex(@"\A([0-9.]+(:(0|[1-9][0-9]*))?|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*|\[[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\](:(0|[1-9][0-9]*))?)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
