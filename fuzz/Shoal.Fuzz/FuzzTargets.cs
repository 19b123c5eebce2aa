using Shoal.Fuzz.Targets;

namespace Shoal.Fuzz;

/// <summary>Every target there is.</summary>
public static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new BencodeTarget(),
        new TorrentTarget(),
        new MagnetTarget(),
        new PeerWireTarget(),
        new ExtensionHandshakeTarget(),
        new MetadataMessageTarget(),
        new ExchangeTarget(),
        new ResumeTarget(),
        new HttpAnnounceReplyTarget(),
        new HttpScrapeReplyTarget(),
        new UdpTrackerPacketsTarget(),
        new UdpTrackerServerTarget(),
        new AnnounceQueryTarget(),
        new DnsAnswerTarget(),
        new TrackerRequestTarget(),
        new TrackerPasskeyTarget(),
        new ProxyHeaderTarget(),
        new SwarmSnapshotTarget(),
        new HandshakeTarget(),
        new HashMessagesTarget(),
        new PartTableTarget(),
        new EndpointTarget(),
        new TrackerUrlTarget(),
        new ResolverSettingsTarget(),
        new DhtMessageTarget(),
        new DhtNodeTarget(),
        new DhtSavedTarget(),
        new NapsterSearchTarget(),
        new NapsterDataTarget(),
        new NapsterShareTarget(),
        new NapsterServerTarget(),
        new NapsterClientTarget(),
        new AudioHeaderTarget(),
        new CatalogImportTarget(),
        new ConnectionTarget(),
    ];
}
