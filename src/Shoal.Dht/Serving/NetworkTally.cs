using System.Runtime.InteropServices;
using Shoal.Runtime;

namespace Shoal.Dht.Serving;

/// <summary>How many peers of each network are stored. <see cref="Networks.Local"/> is not counted.</summary>
/// <param name="hash">Nobody can choose networks that meet.</param>
internal sealed class NetworkTally(SipHash hash)
{
    private readonly Dictionary<ulong, int> _counts = [];

    /// <summary>Peers of a network.</summary>
    public int this[ulong network] => network == Networks.Local ? 0 : _counts.GetValueOrDefault(TagOf(network));

    public void Add(ulong network)
    {
        if (network != Networks.Local)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, TagOf(network), out _)++;
        }
    }

    public void Remove(ulong network)
    {
        if (network == Networks.Local)
        {
            return;
        }

        var tag = TagOf(network);
        ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(_counts, tag);
        if (--count == 0)
        {
            _counts.Remove(tag);
        }
    }

    private ulong TagOf(ulong network) => hash.Of(network, 0, 0);
}
