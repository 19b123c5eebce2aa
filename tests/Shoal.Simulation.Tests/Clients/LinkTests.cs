using Shoal.Client;
using Shoal.Metainfo;
using Shoal.Metainfo.Creating;

namespace Shoal.Simulation.Tests.Clients;

/// <summary>Torrents that come by a magnet link, and hybrids that come by two.</summary>
public sealed class LinkTests
{
    private const int Piece = 32 * 1024;

    public static TheoryData<bool, bool> OneHash => new() { { true, false }, { true, true }, { false, false }, { false, true } };

    /// <summary>The seed dials the leecher, as well as the other way round.</summary>
    [Theory]
    [MemberData(nameof(Kinds.All), MemberType = typeof(Kinds))]
    public void A_link_leads_to_its_torrent_whoever_dials(TorrentFormat format, bool isV6)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(format, Piece, 4 * Piece, 3 * Piece);
        var (seed, leecher) = (simulation.Add(Kinds.Line(isV6)), simulation.Add(Kinds.Line(isV6)));
        var torrent = leecher.Get(share.Link());
        Assert.Equal(TorrentStatus.FetchingMetadata, leecher.Look(torrent).Status);
        seed.Seed(share).AddPeer(leecher.Endpoint);
        leecher.Complete(torrent, share);
        Assert.Equal(share.Metainfo.InfoBytes.ToArray(), simulation.Run(torrent.Metadata).InfoBytes.ToArray());
    }

    /// <summary>The other hash shows in the metadata, and from then on the torrent is known by both.</summary>
    [Theory]
    [MemberData(nameof(OneHash))]
    public void One_hash_of_a_hybrid_leads_to_both(bool byV1, bool isV6)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(TorrentFormat.Hybrid, Piece, 10 * Piece);
        var (seed, leecher) = (simulation.Add(Kinds.Line(isV6)), simulation.Add(Kinds.Line(isV6)));
        var torrent = leecher.Get(share.Link(v1: byV1, v2: !byV1));
        Assert.Equal((byV1, !byV1), (torrent.InfoHashes.V1 is not null, torrent.InfoHashes.V2 is not null));
        Assert.Null(leecher.Client.Torrents.Single().Metainfo);
        seed.Seed(share);
        torrent.AddPeer(seed.Endpoint);
        leecher.Complete(torrent, share);
        Assert.Equal(share.Metainfo.InfoHashes, torrent.InfoHashes);
        var (v1, v2) = (new ScriptedPeer(simulation.World, Kinds.Line(isV6)), new ScriptedPeer(simulation.World, Kinds.Line(isV6)));
        v1.Dial(leecher.Endpoint, SimulatedClient.Greeting(share.Metainfo.InfoHashes with { V2 = null }));
        v2.Dial(leecher.Endpoint, SimulatedClient.Greeting(share.Metainfo.InfoHashes with { V1 = null }));
        simulation.RunFor(TimeSpan.FromSeconds(2));
        Assert.Equal((share.Metainfo.InfoHashes.V1, share.Metainfo.InfoHashes.V2Truncated), (v1.Answered?.InfoHash, v2.Answered?.InfoHash));
    }

    /// <summary>With or without the files that it left behind.</summary>
    [Theory]
    [MemberData(nameof(Kinds.All), MemberType = typeof(Kinds))]
    public void A_link_removed_when_its_torrent_becomes_known_can_be_added_again(TorrentFormat format, bool isV6)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(format, Piece, 10 * Piece);
        var (seed, leecher) = (simulation.Add(Kinds.Line(isV6)), simulation.Add(Kinds.Line(isV6)));
        seed.Seed(share);
        var first = leecher.Get(share.Link(), seed.Endpoint);
        simulation.RunUntil("it is known", () => first.Metainfo is not null);
        leecher.Remove(first);
        Assert.Empty(leecher.Line.Links);
        Assert.Empty(leecher.Client.Torrents);
        TorrentSource[] again = [share.Metainfo, share.Link()];
        foreach (var source in again)
        {
            var torrent = leecher.Get(source, seed.Endpoint);
            leecher.Complete(torrent, share);
            leecher.Remove(torrent);
        }
    }

    [Theory]
    [InlineData(TorrentFormat.V1)]
    [InlineData(TorrentFormat.V2)]
    [InlineData(TorrentFormat.Hybrid)]
    public void A_link_stopped_before_anybody_answered_holds_nothing(TorrentFormat format)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(format, Piece, 10 * Piece);
        var leecher = simulation.Add();
        var silent = new ScriptedPeer(simulation.World);
        silent.Listen(SimulatedClient.Greeting(share.Metainfo.InfoHashes, extended: true));
        var torrent = leecher.Get(share.Link(), silent.Endpoint);
        simulation.RunFor(TimeSpan.FromSeconds(5));
        Assert.NotNull(silent.Answered);
        leecher.Remove(torrent);
        Assert.True(torrent.Metadata.IsCanceled && torrent.Completion.IsCanceled);
        Assert.Empty(leecher.Line.Links);
        Assert.Equal(0, torrent.Run.Context.Leases.Connections.Used);
    }

    /// <summary>Whoever learns first what it is keeps it; the other says why it ended, holds nothing and hurts nobody when it goes.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Two_links_to_one_hybrid_end_in_one_torrent_and_one_refusal(bool removesRefused)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(TorrentFormat.Hybrid, Piece, 10 * Piece);
        var (seed, leecher) = (simulation.Add(), simulation.Add());
        seed.Seed(share);
        var both = new[] { leecher.Get(share.Link(v2: false), seed.Endpoint), leecher.Get(share.Link(v1: false), seed.Endpoint) };
        simulation.RunUntil("one is refused", () => both.Any(t => t.Run.Error is not null));
        var (refused, kept) = both[0].Run.Error is not null ? (both[0], both[1]) : (both[1], both[0]);
        Assert.Equal(TorrentStatus.Broken, leecher.Look(refused).Status);
        Assert.Equal("the link leads to 'share', which is in this client already", refused.Run.Error);
        Assert.True(refused.Completion.IsFaulted && refused.Metadata.IsFaulted);
        if (removesRefused)
        {
            leecher.Remove(refused);
            Assert.Same(kept, Assert.Single(leecher.Client.Torrents));
        }

        leecher.Complete(kept, share);
        foreach (var hashes in new[] { share.Metainfo.InfoHashes with { V1 = null }, share.Metainfo.InfoHashes with { V2 = null } })
        {
            var peer = new ScriptedPeer(simulation.World);
            peer.Dial(leecher.Endpoint, SimulatedClient.Greeting(hashes));
            simulation.RunFor(TimeSpan.FromSeconds(2));
            Assert.NotNull(peer.Answered);
        }
    }

    [Fact]
    public void After_a_conflict_either_link_may_be_added_once_more_when_the_other_is_gone()
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(TorrentFormat.Hybrid, Piece, 10 * Piece);
        var (seed, leecher) = (simulation.Add(), simulation.Add());
        seed.Seed(share);
        var both = new[] { leecher.Get(share.Link(v2: false), seed.Endpoint), leecher.Get(share.Link(v1: false), seed.Endpoint) };
        simulation.RunUntil("one is refused", () => both.Any(t => t.Run.Error is not null));
        var refused = both.Single(t => t.Run.Error is not null);
        leecher.Remove(refused);
        var kept = both.Single(t => t != refused);
        simulation.RunUntil("the other is known", () => kept.Metainfo is not null);
        foreach (var source in new TorrentSource[] { share.Link(v2: false), share.Link(v1: false), share.Link(), share.Metainfo })
        {
            // By now it is remembered where the links lead.
            var again = Assert.Throws<TorrentException>(() => leecher.Get(source));
            Assert.Equal("'share' is in this client already", again.Message);
        }

        leecher.Remove(kept);
        var last = leecher.Get(share.Metainfo, seed.Endpoint);
        leecher.Complete(last, share);
    }
}
