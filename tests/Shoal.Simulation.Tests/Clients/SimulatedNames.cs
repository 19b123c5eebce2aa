using System.Net;
using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Simulation.Tests.Clients;

/// <summary>Names that lead where the test says. Addresses in words are their own answer.</summary>
internal sealed class SimulatedNames(World world) : INames
{
    private static readonly TimeSpan Takes = TimeSpan.FromMilliseconds(20);

    private readonly Dictionary<string, NameAnswer> _known = [];

    public void Set(string host, params Endpoint[] addresses) => _known[host] = NameAnswer.Of([.. addresses.Select(address => address.ToIPAddress())]);

    public void Forget(string host) => _known.Remove(host);

    public void Resolve(Loop loop, string host, Action<NameAnswer> done)
    {
        var answer = IPAddress.TryParse(host, out var literal) ? NameAnswer.Of(literal)
            : _known.TryGetValue(host, out var known) ? known
            : NameAnswer.None("is not known");
        world.Agenda.After(Takes, () => loop.Post(() => done(answer)));
    }
}
