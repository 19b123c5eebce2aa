using Shoal.Dht.Lookups;
using Shoal.Dht.Messages;
using Shoal.Dht.Nodes;
using Shoal.Dht.Serving;
using Shoal.Metainfo;

namespace Shoal.Dht.Searches;

/// <summary>Unites the filters of all nodes, of both families, that keep a torrent's peers.</summary>
internal sealed class ScrapeSearch(Sha1Hash target, Action<DhtScrape> done) : ILookupHandler
{
    private readonly byte[] _seeds = new byte[BloomFilter.Length];
    private readonly byte[] _peers = new byte[BloomFilter.Length];
    private int _running;
    private int _filters;
    private int _queries;
    private int _answers;

    public void Start(IReadOnlyList<DhtNode> nodes)
    {
        _running = nodes.Count;
        foreach (var node in nodes)
        {
            new Lookup(node, NodeId.Of(target), LookupKind.Scrape, this).Start([]);
        }
    }

    public void OnAnswer(Lookup lookup, NodeContact from, in KrpcMessage reply)
    {
        _answers++;
        if (reply.SeedFilter.IsEmpty && reply.PeerFilter.IsEmpty)
        {
            return;
        }

        _filters++;
        Unite(_seeds, reply.SeedFilter);
        Unite(_peers, reply.PeerFilter);
    }

    public void OnEnd(Lookup lookup)
    {
        _queries += lookup.Queries;
        if (--_running == 0)
        {
            done(new DhtScrape(BloomFilter.Estimate(_seeds), BloomFilter.Estimate(_peers), _filters, _queries, _answers));
        }
    }

    private static void Unite(byte[] all, ReadOnlySpan<byte> filter)
    {
        if (!filter.IsEmpty)
        {
            new BloomFilter(all).Unite(filter);
        }
    }
}
