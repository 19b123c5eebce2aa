using System.Net;
using Shoal.Runtime;

namespace Shoal.Trackers;

/// <summary>Which addresses a tracker of a stranger's torrent may lead us to: it must not make us ask this machine or its network things (SSRF).</summary>
internal static class AddressRules
{
    /// <summary>Why a tracker's host must not be asked at this address, in words that go on from the URL; null where it may.</summary>
    public static string? Refusal(TrackerUrl url, IPAddress address) => AddressKinds.Of(address) switch
    {
        AddressKind.Unusable => $"leads to {address}, which is no host's address",
        AddressKind.LinkLocal when !url.IsLiteral => $"leads to {address}, where only this link's own services answer",
        // As libtorrent does: what else listens on this machine is asked nothing but an announce.
        AddressKind.Loopback when url.IsHttp && !(IsAnnouncePath(url.Path) && url.Query.Length == 0) =>
            $"leads to this machine ({address}), where only a path that ends in /announce is asked for",
        _ => null,
    };

    /// <summary>Why a redirect must not be followed from one address to another; null where it may.</summary>
    public static string? RedirectRefusal(AddressKind from, IPAddress to, bool allowPrivate) => AddressKinds.Of(to) switch
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
}
