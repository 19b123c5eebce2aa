using Shoal.Runtime;

namespace Shoal.Dht.Serving;

/// <summary>Who is counted as one when it announces.</summary>
internal static class Networks
{
    /// <summary>What <see cref="Of"/> says of an address of this machine or network.</summary>
    public const ulong Local = 0;

    /// <summary>
    /// A /24, in IPv6 a /48: what a site is given (RFC 6177), so that who has one network of 64 bits has as many of them as a /24 has addresses, or far more.
    /// Local addresses are nobody's: there whoever announces is known, and a table of one's own machines lies in one /24, or on 127.0.0.1.
    /// </summary>
    public static ulong Of(Endpoint peer) => AddressKinds.Of(peer) == AddressKind.Public ? NumberOf(peer) : Local;

    /// <summary>The same without a look at whose the address is, for comparing with a public network: no local address has the number of one.</summary>
    public static ulong NumberOf(Endpoint peer)
    {
        var (high, low) = peer.AddressBits;
        return peer.IsIPv4 ? low >> 8 : high >> 16;
    }
}
