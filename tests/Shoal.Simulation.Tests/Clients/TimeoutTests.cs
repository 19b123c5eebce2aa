using Shoal.Metainfo.Creating;
using Shoal.Peers.Tests;

namespace Shoal.Simulation.Tests.Clients;

/// <summary>Peers that fall silent at each stage.</summary>
public sealed class TimeoutTests
{
    [Theory]
    [MemberData(nameof(Kinds.All), MemberType = typeof(Kinds))]
    public void Who_shakes_hands_and_says_no_more_is_given_up_after_three_minutes(TorrentFormat format, bool isV6)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(format);
        var client = simulation.Add(Kinds.Line(isV6));
        var peer = new ScriptedPeer(simulation.World, Kinds.Line(isV6));
        peer.Listen(SimulatedClient.Greeting(share.Metainfo.InfoHashes));
        client.Get(share.Metainfo, peer.Endpoint);
        simulation.RunUntil("it is given up", () => peer.IsOver, TimeSpan.FromMinutes(4));
        Assert.InRange(peer.EndedAt!.Value.TotalSeconds, 180, 183);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_never_shakes_hands_is_given_up_after_ten_seconds(bool dials)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make();
        var client = simulation.Add();
        var peer = new ScriptedPeer(simulation.World);
        peer.Listen(null);
        var torrent = client.Get(share.Metainfo);
        if (dials)
        {
            peer.Knock(client.Endpoint);
        }
        else
        {
            torrent.AddPeer(peer.Endpoint);
        }

        simulation.RunUntil("it is given up", () => peer.IsOver, TimeSpan.FromMinutes(1));
        Assert.InRange(peer.EndedAt!.Value.TotalSeconds, 9, 12);
    }

    /// <summary>While an answer is still on its way nobody is idle, however slow the line.</summary>
    [Fact]
    public void Who_is_served_slowly_is_not_given_up()
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(TorrentFormat.V1, 16 * 1024, 64 * 1024);
        var (seed, leecher) = (simulation.Add(new() { Up = 1000 }), simulation.Add());
        seed.Seed(share);
        var torrent = leecher.Get(share.Metainfo, seed.Endpoint);
        leecher.Complete(torrent, share, TimeSpan.FromMinutes(15));
        Assert.Equal(0, torrent.Run.Swarm!.Totals.PiecesFailed);
    }

    /// <summary>Only where connections are nearly all taken: libtorrent's rule; there it is by time, here by turns of five minutes.</summary>
    [Theory]
    [InlineData(15, true)]
    [InlineData(500, false)]
    public void Who_wants_nothing_and_has_nothing_makes_room_where_connections_are_few(int connections, bool isFull)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make();
        var client = simulation.Add(options: state => new() { StateFolder = state, Connections = connections });
        client.Get(share.Metainfo);
        var peers = Enumerable.Range(0, 14).Select(_ => new ScriptedPeer(simulation.World)).ToList();
        peers.ForEach(peer => peer.Dial(client.Endpoint, SimulatedClient.Greeting(share.Metainfo.InfoHashes)));

        for (var i = 0; i < 8; i++)
        {
            simulation.RunFor(TimeSpan.FromSeconds(100));
            peers.ForEach(peer => peer.Say(Wires.Message(3)));
        }

        Assert.Equal(isFull, peers.Exists(peer => peer.IsOver));
    }
}
