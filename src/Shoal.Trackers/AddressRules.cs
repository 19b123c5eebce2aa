using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Shoal.Trackers;

/// <summary>Which addresses a tracker of a stranger's torrent may lead us to: it must not make us ask this machine or its network things (SSRF).</summary>
internal static class AddressRules
{
    /// <summary>The networks of RFC 6890 that are not anybody's; the first that matches counts.</summary>
    private static readonly (IPNetwork Network, AddressKind Kind)[] Networks =
    [
        (IPNetwork.Parse("127.0.0.0/8"), AddressKind.Loopback),
        (IPNetwork.Parse("::1/128"), AddressKind.Loopback),
        (IPNetwork.Parse("169.254.0.0/16"), AddressKind.LinkLocal),
        (IPNetwork.Parse("fe80::/10"), AddressKind.LinkLocal),
        // Amazon's metadata service by IPv6.
        (IPNetwork.Parse("fd00:ec2::254/128"), AddressKind.LinkLocal),
        (IPNetwork.Parse("10.0.0.0/8"), AddressKind.Private),
        (IPNetwork.Parse("172.16.0.0/12"), AddressKind.Private),
        (IPNetwork.Parse("192.168.0.0/16"), AddressKind.Private),
        (IPNetwork.Parse("100.64.0.0/10"), AddressKind.Private),
        (IPNetwork.Parse("198.18.0.0/15"), AddressKind.Private),
        (IPNetwork.Parse("fc00::/7"), AddressKind.Private),
        (IPNetwork.Parse("fec0::/10"), AddressKind.Private),
        (IPNetwork.Parse("0.0.0.0/8"), AddressKind.Unusable),
        (IPNetwork.Parse("224.0.0.0/3"), AddressKind.Unusable),
        (IPNetwork.Parse("::/128"), AddressKind.Unusable),
        (IPNetwork.Parse("ff00::/8"), AddressKind.Unusable),
    ];

    /// <summary>An IPv4 address inside an IPv6 one leads where the inner one does: NAT64 (RFC 6052) and 6to4 (RFC 3056).</summary>
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    public static AddressKind KindOf(IPAddress address)
    {
        var inner = Inner(address);
        foreach (var (network, kind) in Networks)
        {
            if (network.Contains(inner))
            {
                return kind;
            }
        }

        return AddressKind.Public;
    }

    /// <summary>Why a tracker's host must not be asked at this address, in words that go on from the URL; null where it may.</summary>
    public static string? Refusal(TrackerUrl url, IPAddress address) => KindOf(address) switch
    {
        AddressKind.Unusable => $"leads to {address}, which is no host's address",
        AddressKind.LinkLocal when !url.IsLiteral => $"leads to {address}, where only this link's own services answer",
        // As libtorrent does: what else listens on this machine is asked nothing but an announce.
        AddressKind.Loopback when url.IsHttp && !(IsAnnouncePath(url.Path) && url.Query.Length == 0) =>
            $"leads to this machine ({address}), where only a path that ends in /announce is asked for",
        _ => null,
    };

    /// <summary>Why a redirect must not be followed from one address to another; null where it may.</summary>
    public static string? RedirectRefusal(AddressKind from, IPAddress to, bool allowPrivate) => KindOf(to) switch
    {
        AddressKind.Unusable => $"leads to {to}, which is no host's address",
        AddressKind.LinkLocal => $"leads to {to}, where only this link's own services answer",
        var kind when kind > from && !allowPrivate =>
            $"leads from {Words(from)} to {Words(kind)} ({to}); if you trust this tracker, allow that with --allow-private-redirects",
        _ => null,
    };

    private static bool IsAnnouncePath(string path) => path.EndsWith("/announce", StringComparison.Ordinal) || path.EndsWith("/scrape", StringComparison.Ordinal);

    private static string Words(AddressKind kind) => kind switch
    {
        AddressKind.Public => "a public address",
        AddressKind.Private => "a private network",
        _ => "this machine",
    };

    private static IPAddress Inner(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        // Without its scope, which no network contains.
        var plain = new IPAddress(bytes);
        return Nat64.Contains(plain) ? new IPAddress(bytes[12..])
            : SixToFour.Contains(plain) ? new IPAddress(bytes[2..6])
            // IPv4-compatible (RFC 4291 §2.5.5.1), deprecated and still parsed by some.
            : BinaryPrimitives.ReadUInt64BigEndian(bytes) == 0 && BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]) == 0 && BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]) > 1
                ? new IPAddress(bytes[12..])
            : plain;
    }
}
