using System.Runtime.InteropServices;
using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>How many entries stand to the account of each host or network.</summary>
internal sealed class EndpointTally
{
    private readonly Dictionary<Endpoint, int> _counts = [];

    public int this[Endpoint key] => _counts.GetValueOrDefault(key);

    public void Add(Endpoint key) => CollectionsMarshal.GetValueRefOrAddDefault(_counts, key, out _)++;

    public void Remove(Endpoint key)
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(_counts, key);
        if (--count == 0)
        {
            _counts.Remove(key);
        }
    }
}
