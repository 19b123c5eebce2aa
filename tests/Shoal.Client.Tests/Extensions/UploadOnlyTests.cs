using System.Text;
using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Peers.Messages;
using Shoal.Peers.Tests;

namespace Shoal.Client.Tests.Extensions;

/// <summary>BEP 21, and libtorrent's message for what changes.</summary>
public sealed class UploadOnlyTests
{
    private const int Pieces = 4;

    [Fact]
    public void A_seed_says_so_in_its_handshake_and_a_leecher_does_not()
    {
        using var seed = new SwarmBench(Pieces, have: SwarmBench.AllOf(Pieces));
        Assert.True(seed.Connect(1, extended: true).HearIntroduction()["upload_only"u8].TryGetInteger(out var value) && value == 1);
        using var leecher = new SwarmBench(Pieces);
        Assert.False(leecher.Connect(1, extended: true).HearIntroduction()["upload_only"u8].Exists);
    }

    [Fact]
    public void Whoever_becomes_complete_tells_it_by_the_id_that_the_peer_chose()
    {
        using var bench = new SwarmBench(1);
        var (giver, knowing, plain) = (bench.Connect(1), bench.Connect(2, extended: true), bench.Connect(3, extended: true));
        knowing.Say(Introduction("d1:md11:upload_onlyi9eee"));
        plain.Say(Introduction("d1:mdee"));
        giver.Say(Wires.Message(14), Wires.Message(1));
        knowing.Hear();
        plain.Hear();
        giver.Answer(giver.HearBlocks(MessageKind.Request));
        bench.Loop.Run();
        Assert.Equal(SwarmState.Seeding, bench.Swarm.State);
        Assert.Equal([9, 1], Assert.Single(knowing.Hear(), m => m.Kind == MessageKind.Extended).Payload);
        Assert.DoesNotContain(plain.Hear(), m => m.Kind == MessageKind.Extended);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Two_who_want_nothing_part_and_do_not_dial_each_other_again(bool byHandshake)
    {
        using var bench = new SwarmBench(Pieces, have: SwarmBench.AllOf(Pieces));
        var peer = bench.Connect(1, extended: true);
        peer.Say(Introduction(byHandshake ? "d1:pi6001e11:upload_onlyi1ee" : "d1:pi6001ee"));
        if (!byHandshake)
        {
            Assert.Null(peer.Ended);
            peer.Say(Wires.Message(20, 4, 1));
        }

        Assert.Equal("wants nothing, and neither do we", peer.Ended);
        bench.Loop.Advance(TimeSpan.FromMinutes(10));
        bench.Loop.Advance(TimeSpan.FromMinutes(10));
        Assert.Empty(bench.Dialled);
    }

    [Fact]
    public void A_leecher_keeps_a_partial_seed()
    {
        using var bench = new SwarmBench(Pieces);
        var peer = bench.Connect(1, extended: true);
        peer.Say(Introduction("d11:upload_onlyi1ee"), Wires.Have(1));
        Assert.Null(peer.Ended);
        Assert.True(peer.Peer.IsInteresting);
    }

    [Fact]
    public void A_seed_dials_leechers_and_no_seeds()
    {
        using var bench = new SwarmBench(Pieces, have: SwarmBench.AllOf(Pieces));
        bench.Swarm.AddPeer(Runtime.Endpoint.FromBytes([10, 0, 0, 9], 6881));
        Assert.Single(bench.Dialled);
    }

    internal static byte[] Introduction(string text) => Wires.Message(20, [0, .. Encoding.ASCII.GetBytes(text)]);
}
