namespace Shoal.Runtime;

/// <summary>How near an address is; a nearer one is trusted with more.</summary>
public enum AddressKind
{
    /// <summary>Anybody's.</summary>
    Public,

    /// <summary>Of a network at home or at work.</summary>
    Private,

    /// <summary>This machine.</summary>
    Loopback,

    /// <summary>This link: where clouds answer about credentials, and routers about themselves.</summary>
    LinkLocal,

    /// <summary>Nobody's: multicast, unspecified, reserved.</summary>
    Unusable,
}
