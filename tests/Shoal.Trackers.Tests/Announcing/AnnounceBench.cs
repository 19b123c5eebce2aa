using Shoal.Metainfo;
using Shoal.Net.Tests;
using Shoal.Peers;
using Shoal.Runtime;
using Shoal.Trackers.Announcing;

namespace Shoal.Trackers.Tests.Announcing;

/// <summary>An announcer on virtual time among trackers that the test plays.</summary>
internal sealed class AnnounceBench
{
    public static readonly InfoHashes V1 = new(new Sha1Hash("aaaaaaaaaaaaaaaaaaaa"u8), null);
    public static readonly InfoHashes Hybrid = new(new Sha1Hash("aaaaaaaaaaaaaaaaaaaa"u8), new Sha256Hash("bbbbbbbbbbbbbbbbbbbbcccccccccccc"u8));

    public AnnounceBench(AnnouncerOptions? options = null, ulong seed = 1)
    {
        Loop = new SteppedLoop(new ManualTime());
        Announcer = new Announcer(
            new AnnouncerWorld { Loop = Loop, Transport = Wire, Names = Names, Exchange = Exchange, Chance = new SeededChance(seed), Secrets = new SeededSecrets((int)seed) },
            options ?? new AnnouncerOptions { HostSpacing = TimeSpan.Zero });
    }

    public SteppedLoop Loop { get; }

    public FakeWire Wire { get; } = new();

    public FakeNames Names { get; } = new();

    public FakeExchange Exchange { get; } = new();

    public Announcer Announcer { get; }

    public Heard Heard { get; } = new();

    public AnnounceStats Stats { get; set; } = new(0, 0, 1000);

    public TorrentAnnouncer Add(params string[][] tiers) => Add(V1, tiers);

    public TorrentAnnouncer Add(InfoHashes hashes, params string[][] tiers) => Announcer.Add(new AnnouncedTorrent
    {
        InfoHashes = hashes,
        PeerId = new PeerId("-SH0001-abcdefghijkl"u8),
        Port = 6881,
        Tiers = tiers,
        Stats = () => Stats,
        Handler = Heard,
    });

    public TorrentAnnouncer Start(params string[][] tiers) => Start(V1, tiers);

    public TorrentAnnouncer Start(InfoHashes hashes, params string[][] tiers)
    {
        var torrent = Add(hashes, tiers);
        torrent.Start();
        Loop.Settle();
        return torrent;
    }

    public void Run(double seconds) => Loop.RunFor(TimeSpan.FromSeconds(seconds));

    public string[] Events => [.. Exchange.All.Select(asked => asked.Event)];
}
