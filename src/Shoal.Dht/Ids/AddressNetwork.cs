using Shoal.Runtime;

namespace Shoal.Dht.Ids;

/// <summary>The network that one owner is likely to hold, /24 or /64, as a number: who has one address of it is taken to have all.</summary>
internal static class AddressNetwork
{
    /// <summary>What local addresses have: no network that would have to be shared. They prove nothing, and cost an attacker from outside nothing either: it has none.</summary>
    public const ulong Local = 0;

    /// <summary>The network of an address; numbers of the two families are not to be mixed.</summary>
    public static ulong Of(Endpoint endpoint) => IsLocal(endpoint) ? Local : OfPublic(endpoint);

    /// <summary>The same where it is known that the address is not local.</summary>
    public static ulong OfPublic(Endpoint endpoint)
    {
        var (high, low) = endpoint.AddressBits;
        return endpoint.IsIPv4 ? low >> 8 : high;
    }

    /// <summary>BEP 42, "Enforcement": addresses of a local network are exempt.</summary>
    public static bool IsLocal(Endpoint endpoint) => AddressKinds.Of(endpoint) is AddressKind.Private or AddressKind.Loopback or AddressKind.LinkLocal;

    /// <summary>False for an address of a private network that somebody of the internet tells of: he would have us knock at our neighbours' doors.</summary>
    public static bool MayBeToldBy(Endpoint told, Endpoint teller) => !IsLocal(told) || IsLocal(teller);
}
