using Shoal.Runtime;

namespace Shoal.Net.Naming;

/// <summary>One name being looked up: candidate by candidate, both families at once.</summary>
internal sealed class NameLookup(
    StubNames names, string host, IReadOnlyList<string> candidates, IReadOnlyList<(Endpoint Server, Endpoint From)> routes, Action<NameLookup, NameAnswer, TimeSpan> ended)
{
    private int _next;
    private DnsAnswer? _a;
    private DnsAnswer? _aaaa;

    public string Host => host;

    /// <summary>Who waits.</summary>
    public List<Action<NameAnswer>> Done { get; } = [];

    public void Start()
    {
        (_a, _aaaa) = (null, null);
        var name = candidates[_next++];
        new NameQuery(names, name, DnsType.A, routes, answer => OnAnswer(_a = answer)).Start();
        new NameQuery(names, name, DnsType.Aaaa, routes, answer => OnAnswer(_aaaa = answer)).Start();
    }

    private void OnAnswer(DnsAnswer answer)
    {
        if (_a is null || _aaaa is null)
        {
            return;
        }

        var addresses = _a.Addresses.Concat(_aaaa.Addresses).ToList();
        if (addresses.Count > 0)
        {
            var keep = _a.Addresses.Count == 0 || _aaaa.Addresses.Count > 0 && _aaaa.Ttl < _a.Ttl ? _aaaa.Ttl : _a.Ttl;
            // With one family unknown the other is used, and both are asked for again soon.
            ended(this, NameAnswer.Of(addresses), _a.Failure is null && _aaaa.Failure is null ? keep : Limits.NameShortest);
        }
        else if ((_a.Failure ?? _aaaa.Failure) is { } failure)
        {
            ended(this, NameAnswer.None("cannot be looked up: " + failure), TimeSpan.Zero);
        }
        else if (_next < candidates.Count)
        {
            Start();
        }
        else
        {
            var isUnknown = answer.Outcome == DnsOutcome.NoSuchName;
            ended(this, NameAnswer.None(isUnknown ? "is no name that the nameserver knows" : "has no address"), Limits.NameMissing);
        }
    }
}
