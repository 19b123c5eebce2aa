using System.Threading.Channels;
using Shoal.Dht.Searches;
using Shoal.Runtime;

namespace Shoal.Cli.Dht;

/// <summary>Carries what searches for one torrent find from the nodes' loop to the verb: peers as they come, each once, then the sums.</summary>
internal sealed class PeerFeed(int searches) : IDhtSearchHandler
{
    private readonly Channel<Endpoint> _peers = Channel.CreateUnbounded<Endpoint>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly HashSet<Endpoint> _known = [];
    private readonly List<DhtSearchResult> _results = [];

    /// <summary>Peers as they come; ends with the last search.</summary>
    public IAsyncEnumerable<Endpoint> ReadAllAsync(CancellationToken cancellation) => _peers.Reader.ReadAllAsync(cancellation);

    /// <summary>The sums over all searches, once the peers have ended.</summary>
    public DhtSearchResult Sum => new(
        _known.Count, _results.Sum(static r => r.Queries), _results.Sum(static r => r.Answers), _results.Sum(static r => r.Announced), _results.Max(static r => r.Took), _results.Min(static r => r.FirstPeers));

    public void OnPeers(IReadOnlyList<Endpoint> peers)
    {
        foreach (var peer in peers.Where(_known.Add))
        {
            _peers.Writer.TryWrite(peer);
        }
    }

    public void OnEnd(DhtSearchResult result)
    {
        _results.Add(result);
        if (_results.Count == searches)
        {
            _peers.Writer.Complete();
        }
    }
}
