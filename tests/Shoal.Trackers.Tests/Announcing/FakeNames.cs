using System.Net;
using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Trackers.Tests.Announcing;

/// <summary>Names that lead where the test says; all others to a public IPv4 address of their own.</summary>
internal sealed class FakeNames : INames
{
    private readonly Dictionary<string, NameAnswer> _known = [];

    public List<string> Asked { get; } = [];

    public void Set(string host, params string[] addresses) => _known[host] = NameAnswer.Of([.. addresses.Select(IPAddress.Parse)]);

    public void Fail(string host, string reason) => _known[host] = NameAnswer.None(reason);

    public void Resolve(Loop loop, string host, Action<NameAnswer> done)
    {
        lock (_known)
        {
            Asked.Add(host);
            if (!_known.TryGetValue(host, out var answer))
            {
                answer = _known[host] = NameAnswer.Of(IPAddress.TryParse(host, out var literal) ? literal : new IPAddress([203, 0, (byte)(_known.Count >> 8), (byte)_known.Count]));
            }

            loop.Post(() => done(answer));
        }
    }
}
