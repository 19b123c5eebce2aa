using System.Globalization;
using System.Net;
using Shoal.Runtime;

namespace Shoal.Net.Naming;

/// <summary>Whom to ask for names, and which are known without asking: what hosts(5) and resolv.conf(5) say.</summary>
public sealed class ResolverSettings
{
    private const ushort DnsPort = 53;

    /// <summary>resolv.conf(5): the C library asks no more than three.</summary>
    private const int MostServers = 3;

    /// <summary>resolv.conf(5): MAXDNSRCH and the cap of ndots.</summary>
    private const int MostSearch = 6;
    private const int MostDots = 15;

    /// <summary>Nameservers in the order in which they are asked.</summary>
    public IReadOnlyList<Endpoint> Servers { get; init; } = [];

    /// <summary>Domains under which a short name is looked for.</summary>
    public IReadOnlyList<string> Search { get; init; } = [];

    /// <summary>A name with fewer dots is short.</summary>
    public int Dots { get; init; } = 1;

    /// <summary>Names with their addresses, in lower case.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<IPAddress>> Hosts { get; init; } = new Dictionary<string, IReadOnlyList<IPAddress>>(StringComparer.Ordinal);

    /// <summary>Reads both files; lines that are none are passed over.</summary>
    public static ResolverSettings Parse(string resolvConf, string hosts)
    {
        ArgumentNullException.ThrowIfNull(resolvConf);
        ArgumentNullException.ThrowIfNull(hosts);
        var (servers, search, dots) = (new List<Endpoint>(), new List<string>(), 1);
        foreach (var words in WordsOf(resolvConf, "#;"))
        {
            switch (words[0])
            {
                case "nameserver" when words.Length > 1 && servers.Count < MostServers && IPAddress.TryParse(words[1], out var address):
                    servers.Add(Endpoint.From(address, DnsPort));
                    break;
                case "search" or "domain":
                    search = [.. words.Skip(1).Take(MostSearch).Select(domain => domain.Trim('.').ToLowerInvariant()).Where(domain => domain.Length > 0)];
                    break;
                case "options":
                    dots = DotsOf(words) ?? dots;
                    break;
            }
        }

        return new() { Servers = servers, Search = search, Dots = dots, Hosts = ParseHosts(hosts) };
    }

    /// <summary>The full names that a name may stand for, in the order in which they are tried.</summary>
    public IReadOnlyList<string> CandidatesOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.EndsWith('.'))
        {
            return [name[..^1]];
        }

        var longer = Search.Select(domain => name + "." + domain);
        return name.Count(c => c == '.') >= Dots ? [name, .. longer] : [.. longer, name];
    }

    private static int? DotsOf(string[] words)
    {
        foreach (var word in words)
        {
            if (word.StartsWith("ndots:", StringComparison.Ordinal) && int.TryParse(word.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var dots))
            {
                return Math.Min(dots, MostDots);
            }
        }

        return null;
    }

    private static Dictionary<string, IReadOnlyList<IPAddress>> ParseHosts(string text)
    {
        var hosts = new Dictionary<string, IReadOnlyList<IPAddress>>(StringComparer.Ordinal);
        foreach (var words in WordsOf(text, "#").Where(words => words.Length > 1))
        {
            if (IPAddress.TryParse(words[0], out var address))
            {
                foreach (var name in words.Skip(1).Select(word => word.ToLowerInvariant()))
                {
                    hosts[name] = [.. hosts.GetValueOrDefault(name, []), address];
                }
            }
        }

        return hosts;
    }

    private static IEnumerable<string[]> WordsOf(string text, string comments) =>
        text.Split('\n').Select(line => line.Split(comments.ToCharArray())[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 0);
}
