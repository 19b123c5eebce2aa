using Shoal.Runtime;

namespace Shoal.TrackerServer;

/// <summary>Who is counted as one: an address, in IPv6 a network of 64 bits, since whoever has one address there has all of those.</summary>
internal readonly record struct Source(ulong High, ulong Low)
{
    public static Source Of(Endpoint from)
    {
        var (high, low) = from.AddressBits;
        return new Source(high, from.IsIPv4 ? low : 0);
    }
}
