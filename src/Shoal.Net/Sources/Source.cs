using Shoal.Runtime;

namespace Shoal.Net.Sources;

/// <summary>Who is counted as one: an address, in IPv6 a network of 64 bits, since whoever has one address there has all of those.</summary>
/// <param name="High">The upper half of the address.</param>
/// <param name="Low">The lower half, of IPv4 alone.</param>
public readonly record struct Source(ulong High, ulong Low)
{
    /// <summary>Whom an address counts for, whatever its port.</summary>
    public static Source Of(Endpoint from)
    {
        var (high, low) = from.AddressBits;
        return new Source(high, from.IsIPv4 ? low : 0);
    }
}
