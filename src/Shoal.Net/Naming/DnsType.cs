namespace Shoal.Net.Naming;

/// <summary>The kinds of records that lead to addresses (RFC 1035 §3.2.2, RFC 3596 §2.1).</summary>
internal enum DnsType : ushort
{
    /// <summary>An IPv4 address.</summary>
    A = 1,

    /// <summary>Another name.</summary>
    CName = 5,

    /// <summary>An IPv6 address.</summary>
    Aaaa = 28,
}
