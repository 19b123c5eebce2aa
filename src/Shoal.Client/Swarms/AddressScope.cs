namespace Shoal.Client.Swarms;

/// <summary>From where an address can be reached, the narrowest first.</summary>
internal enum AddressScope
{
    /// <summary>From nowhere: unspecified, multicast, broadcast, reserved, and link-local IPv6, which needs a scope id.</summary>
    None,

    /// <summary>From this machine.</summary>
    Machine,

    /// <summary>From a private network (RFC 1918, 4193, 6598) or a link without a router.</summary>
    Network,

    /// <summary>From everywhere.</summary>
    Global,
}
