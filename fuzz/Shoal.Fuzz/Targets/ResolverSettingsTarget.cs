using System.Net;
using System.Text;
using Shoal.Net.Naming;

namespace Shoal.Fuzz.Targets;

/// <summary>resolv.conf(5) and hosts(5), in one input with a zero byte between: what is taken is what a plain reading line by line takes, and within the C library's bounds.</summary>
public sealed class ResolverSettingsTarget : FuzzTarget
{
    public override string Name => "resolver-settings";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[]
            {
                "nameserver ", "nameserver 127.0.0.1\n", "nameserver ::1\n", "nameserver fe80::1%eth0\n", "search ", "domain ", "options ndots:", "options ndots:99\n", "ndots:-1", "#", ";", "\0", "\t", "\r\n", "127.0.0.1 localhost\n",
                "::1 LocalHost ip6-localhost\n", "a.b.c. ", ". ", "999999999999",
            }.Select(Encoding.ASCII.GetBytes)];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var halves = Encoding.Latin1.GetString(input).Split('\0', 2);
        var (conf, hosts) = (halves[0], halves.Length > 1 ? halves[1] : "");
        var settings = ResolverSettings.Parse(conf, hosts);
        Require(settings.Servers.Count <= 3 && settings.Search.Count <= 6 && settings.Dots is >= 0 and <= 15, "more is taken than the C library takes");
        Require(settings.Search.All(static domain => domain.Length > 0 && domain[0] != '.' && domain[^1] != '.'), "a search domain begins or ends with a dot");
        var servers = Lines(conf, "#;").Where(static words => words[0] == "nameserver" && words.Length > 1 && IPAddress.TryParse(words[1], out _)).Take(3).Select(static words => WithoutScope(IPAddress.Parse(words[1])));
        Require(settings.Servers.Select(static server => server.ToIPAddress()).SequenceEqual(servers), "other servers are asked");
        var known = Lines(hosts, "#").Where(static words => words.Length > 1 && IPAddress.TryParse(words[0], out _)).ToArray();
        foreach (var name in known.SelectMany(static words => words.Skip(1)).Select(static word => word.ToLowerInvariant()).CountBy(static name => name))
        {
            Require(settings.Hosts.TryGetValue(name.Key, out var addresses) && addresses.Count == name.Value, $"'{name.Key}' has other addresses");
        }

        foreach (var name in (string[])["a", "a.b", "a.b.c.", "x."])
        {
            var candidates = settings.CandidatesOf(name);
            Require(candidates.Count >= 1 && candidates.Count <= 7 && candidates.Contains(name.TrimEnd('.')), "the name itself is not tried");
            Require(candidates[0] == name.TrimEnd('.') == (name.EndsWith('.') || name.Count(static c => c == '.') >= settings.Dots || settings.Search.Count == 0), $"'{name}' is tried in another order");
        }
    }

    private static IPAddress WithoutScope(IPAddress address)
    {
        address = new IPAddress(address.GetAddressBytes());
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    private static IEnumerable<string[]> Lines(string text, string comments)
    {
        foreach (var line in text.Split('\n'))
        {
            var end = line.IndexOfAny(comments.ToCharArray());
            var words = (end < 0 ? line : line[..end]).Split((char[])[.. line.Where(char.IsWhiteSpace).Distinct(), ' '], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0)
            {
                yield return words;
            }
        }
    }
}
