using Shoal.Runtime;

namespace Shoal.Dht.Searches;

/// <summary>Hears what a search finds, on the loop of the nodes.</summary>
public interface IDhtSearchHandler
{
    /// <summary>Peers that were not told of before in this search.</summary>
    void OnPeers(IReadOnlyList<Endpoint> peers);

    /// <summary>Over: called once.</summary>
    void OnEnd(DhtSearchResult result);
}
