using Shoal.Client.Swarms;
using Shoal.Client.Tests.Hashes;
using Shoal.Metainfo;
using Shoal.Peers.Handshaking;
using Shoal.Peers.Tests;
using Shoal.Runtime;

namespace Shoal.Client.Tests.Swarms;

/// <summary>BEP 52 "Upgrade Path": two hashes of one torrent, and who agrees on which.</summary>
public sealed class UpgradeTests
{
    private static readonly Sha1Hash Truncated = new(V2Torrent.V2Hash.Span[..20]);
    private static readonly Endpoint Remote = Endpoint.FromBytes([10, 0, 0, 9], 6881);

    [Fact]
    public void A_stranger_by_the_v1_hash_that_knows_v2_is_answered_by_the_v2_hash()
    {
        using var bench = Hybrid();
        var (knowing, plain, v2) = (bench.Connect(1, v2: true), bench.Connect(2), bench.Connect(3, hash: Truncated));
        Array.ForEach([knowing, plain, v2], peer => peer.Hear());
        Assert.Equal((Truncated, true), (knowing.Answered.InfoHash, knowing.Peer.SpeaksV2));
        Assert.Equal((V2Torrent.V1Hash, false), (plain.Answered.InfoHash, plain.Peer.SpeaksV2));
        Assert.Equal((Truncated, true), (v2.Answered.InfoHash, v2.Peer.SpeaksV2));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_hybrid_is_dialled_by_its_v1_hash_with_the_v2_bit_and_the_answer_decides(bool upgrades)
    {
        using var bench = Hybrid();
        bench.Swarm.AddPeer(Remote);
        var link = Dialled(bench, out var ours);
        Assert.Equal((V2Torrent.V1Hash, true), (ours.InfoHash, ours.V2));
        Answer(link, upgrades ? Truncated : V2Torrent.V1Hash);
        var peer = Assert.Single(bench.Swarm.Peers.All.ToArray());
        Assert.Equal(upgrades, peer.SpeaksV2);
    }

    [Fact]
    public void A_peer_that_hangs_up_on_one_hash_is_dialled_by_the_other()
    {
        using var bench = Hybrid();
        bench.Swarm.AddPeer(Remote);
        Dialled(bench, out var first).End();
        bench.Loop.Advance(TimeSpan.FromSeconds(10));
        Dialled(bench, out var second).End();
        Assert.Equal((V2Torrent.V1Hash, Truncated), (first.InfoHash, second.InfoHash));
    }

    [Fact]
    public void A_peer_of_the_v2_swarm_is_dialled_by_the_v2_hash()
    {
        using var bench = Hybrid();
        bench.Swarm.Peers.Book.Add(Remote, PeerSources.Tracker, isV2: true);
        bench.Swarm.Dialer.DialDue();
        var link = Dialled(bench, out var ours);
        Assert.Equal(Truncated, ours.InfoHash);
        Answer(link, Truncated);
        Assert.True(Assert.Single(bench.Swarm.Peers.All.ToArray()).SpeaksV2);
    }

    [Fact]
    public void A_false_v2_claim_is_not_believed_of_a_v1_torrent_which_does_not_offer_v2_itself()
    {
        using var bench = new SwarmBench(1);
        bench.Swarm.AddPeer(Remote);
        Dialled(bench, out var ours).End();
        Assert.False(ours.V2);
        var peer = bench.Connect(1, v2: true);
        peer.Hear();
        Assert.Equal((SwarmBench.Hash, false, false), (peer.Answered.InfoHash, peer.Answered.V2, peer.Peer.SpeaksV2));
    }

    [Fact]
    public void A_v2_torrent_is_known_by_its_truncated_hash_alone()
    {
        using var bench = new SwarmBench(V2Torrent.Create(65536, [300_000], seed: 1));
        var peer = bench.Connect(1);
        peer.Hear();
        Assert.Equal((Truncated, true, true), (peer.Answered.InfoHash, peer.Answered.V2, peer.Peer.SpeaksV2));
    }

    [Fact]
    public void A_peer_in_both_swarms_of_a_hybrid_is_one_peer()
    {
        using var bench = Hybrid();
        Assert.False(bench.Connect(1, id: 7).IsRefused);
        Assert.True(bench.Connect(2, id: 7, hash: Truncated).IsRefused);
        Assert.Equal(1, bench.Swarm.Peers.Count);
    }

    private static SwarmBench Hybrid() => new(V2Torrent.Create(65536, [300_000], seed: 1, isHybrid: true));

    /// <summary>The last dial reaches its peer, which has not answered yet.</summary>
    private static FakeLink Dialled(SwarmBench bench, out Handshake ours)
    {
        var link = new FakeLink { Remote = Remote };
        bench.Dials[^1].Handler.OnConnected(link);
        bench.Loop.Run();
        Assert.True(Handshake.TryRead(link.TakeSent(), out ours));
        return link;
    }

    private static void Answer(FakeLink link, Sha1Hash hash)
    {
        var answer = new byte[Handshake.Length];
        new Handshake(hash, SwarmBench.IdOf(9), Fast: true, Extended: false, V2: false).Write(answer);
        link.Deliver(answer);
    }
}
