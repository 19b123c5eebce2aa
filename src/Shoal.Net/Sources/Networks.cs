using System.Net;
using Shoal.Runtime;

namespace Shoal.Net.Sources;

/// <summary>A few networks that an operator named.</summary>
/// <param name="networks">Those.</param>
public sealed class Networks(IEnumerable<IPNetwork> networks)
{
    private readonly Network[] _networks = [.. networks.Select(Network.Of)];

    /// <summary>True where the address, whatever its port, lies in one of them.</summary>
    public bool Contain(Endpoint endpoint)
    {
        foreach (var network in _networks)
        {
            if (network.Contains(endpoint))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The first address, and ones where every address has the bits of it; IPv4 as v4-mapped.</summary>
    private readonly record struct Network(Endpoint First, ulong MaskHigh, ulong MaskLow)
    {
        public static Network Of(IPNetwork network)
        {
            var first = Endpoint.From(network.BaseAddress, 0);
            var bits = network.PrefixLength + (network.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 96 : 0);
            return new Network(first, Ones(Math.Min(bits, 64)), Ones(Math.Max(bits - 64, 0)));
        }

        public bool Contains(Endpoint endpoint)
        {
            var (firstHigh, firstLow) = First.AddressBits;
            var (high, low) = endpoint.AddressBits;
            return First.IsIPv4 == endpoint.IsIPv4 && ((high ^ firstHigh) & MaskHigh) == 0 && ((low ^ firstLow) & MaskLow) == 0;
        }

        private static ulong Ones(int count) => count == 0 ? 0 : ulong.MaxValue << (64 - count);
    }
}
