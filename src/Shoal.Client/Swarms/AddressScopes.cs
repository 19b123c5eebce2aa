using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>Tells addresses apart by where they can be reached, and by whose they are.</summary>
internal static class AddressScopes
{
    public static AddressScope ScopeOf(Endpoint endpoint) => AddressKinds.Of(endpoint) switch
    {
        AddressKind.Public => AddressScope.Global,
        AddressKind.Private => AddressScope.Network,
        AddressKind.LinkLocal when endpoint.IsIPv4 => AddressScope.Network,
        AddressKind.Loopback => AddressScope.Machine,
        _ => AddressScope.None,
    };

    /// <summary>The network that one owner is likely to hold: /24, or /64 for IPv6.</summary>
    public static Endpoint NetworkOf(Endpoint endpoint)
    {
        Span<byte> address = stackalloc byte[16];
        address = address[..endpoint.WriteAddress(address)];
        address[(address.Length == 4 ? 3 : 8)..].Clear();
        return Endpoint.FromBytes(address, 0);
    }

    /// <summary>Where one owner's connections come from: an address, or the /64 of which it may use any; in a local network that is everybody's.</summary>
    public static Endpoint HostOf(Endpoint endpoint) =>
        endpoint.IsIPv4 || ScopeOf(endpoint) != AddressScope.Global ? endpoint.WithPort(0) : NetworkOf(endpoint);
}
