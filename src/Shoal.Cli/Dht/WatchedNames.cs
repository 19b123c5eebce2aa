using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Cli.Dht;

/// <summary>Remembers what became of each name, for whoever must say why nobody was found. Lives on one loop.</summary>
internal sealed class WatchedNames(INames names) : INames
{
    private readonly Dictionary<string, NameAnswer> _answers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The last answer about each host that was looked up.</summary>
    public IReadOnlyDictionary<string, NameAnswer> Answers => _answers;

    public void Resolve(Loop loop, string host, Action<NameAnswer> done) => names.Resolve(loop, host, answer =>
    {
        _answers[host] = answer;
        done(answer);
    });
}
