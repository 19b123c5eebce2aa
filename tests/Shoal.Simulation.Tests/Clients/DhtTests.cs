using Shoal.Client;
using Shoal.Dht;
using Shoal.Dht.Searches;
using Shoal.Metainfo;
using Shoal.Metainfo.Creating;
using Shoal.Peers.Messages;
using Shoal.Peers.Tests;
using Shoal.Runtime;

namespace Shoal.Simulation.Tests.Clients;

/// <summary>Whole clients that find each other in a DHT of their own (BEP 5, 27, 32, 33). All but the first begin at the first.</summary>
public sealed class DhtTests : IDisposable
{
    private readonly ClientSimulation _simulation = new();
    private readonly List<SimulatedClient> _clients = [];

    public void Dispose() => _simulation.Dispose();

    [Theory]
    [MemberData(nameof(Kinds.All), MemberType = typeof(Kinds))]
    public void A_link_leads_to_its_torrent_by_the_DHT_alone(TorrentFormat format, bool isV6)
    {
        var share = _simulation.Make(format);
        Add(isV6);
        Add(isV6).Seed(share);
        var leecher = Add(isV6);
        leecher.Complete(leecher.Get(share.Link()), share);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_hybrid_is_found_by_each_of_its_hashes(bool byV1)
    {
        var share = _simulation.Make(TorrentFormat.Hybrid);
        Add();
        Add().Seed(share);
        var leecher = Add();
        leecher.Complete(leecher.Get(share.Link(v1: byV1, v2: !byV1)), share);
    }

    /// <summary>With a public one beside it, to see that the figures tell.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_private_torrent_never_touches_it(bool isPrivate)
    {
        var share = _simulation.Make(isPrivate);
        var (_, seed, leecher) = (Add(), Add(), Add());
        seed.Seed(share);
        leecher.Complete(leecher.Get(share.Metainfo, seed.Endpoint), share);
        _simulation.RunFor(TimeSpan.FromHours(1));
        Assert.Equal(!isPrivate, Asked > 0);
        Assert.True(_clients[0].Client.Dht!.Service.KnownNodes > 0);
    }

    [Theory]
    [InlineData(TorrentFormat.V1)]
    [InlineData(TorrentFormat.V2)]
    public void A_link_that_shows_to_be_private_is_dropped_then(TorrentFormat format)
    {
        var share = _simulation.Make(isPrivate: true, format);
        var (_, seed, leecher) = (Add(), Add(), Add());
        seed.Seed(share);
        _simulation.RunFor(TimeSpan.FromMinutes(1));
        Assert.Equal(0, Asked);
        var torrent = leecher.Get(share.Link());
        _simulation.RunFor(TimeSpan.FromMinutes(1));
        Assert.True(Asked > 0);
        torrent.AddPeer(seed.Endpoint);
        leecher.Complete(torrent, share);
        var before = Asked;
        _simulation.RunFor(TimeSpan.FromHours(1));
        Assert.Equal(before, Asked);
    }

    /// <summary>Who announced himself before is forgotten after 45 minutes.</summary>
    [Fact]
    public void A_sleeping_torrent_stays_announced()
    {
        var share = _simulation.Make();
        var (_, seed, leecher) = (Add(), Add(), Add());
        var sleeper = seed.Seed(share);
        _simulation.RunFor(TimeSpan.FromHours(2));
        Assert.Null(sleeper.Run.Swarm);
        leecher.Complete(leecher.Get(share.Link()), share);
    }

    /// <summary>Whoever keeps our announce gives it back to us; what sleeps publishes nothing.</summary>
    [Fact]
    public void A_sleeping_torrent_is_not_woken_by_its_own_address()
    {
        var share = _simulation.Make();
        var (_, leecher) = (Add(), Add());
        var sleeper = leecher.Get(share.Metainfo);
        _simulation.RunFor(TimeSpan.FromMinutes(2));
        Assert.NotNull(sleeper.Run.Rest);
        var before = leecher.Client.Revision;
        _simulation.RunFor(TimeSpan.FromHours(1));
        Assert.Equal(before, leecher.Client.Revision);
        Assert.True(_simulation.Run(sleeper.GetDhtAsync())!.Value.Announced > 0);
    }

    [Fact]
    public void A_torrent_that_was_stopped_is_forgotten()
    {
        var share = _simulation.Make();
        var (_, seed, leecher) = (Add(), Add(), Add());
        var torrent = seed.Seed(share);
        _simulation.RunFor(TimeSpan.FromMinutes(10));
        seed.Remove(torrent);
        var before = Asked;
        _simulation.RunFor(TimeSpan.FromHours(1));
        Assert.Equal(before, Asked);
        var lost = leecher.Get(share.Link());
        _simulation.RunFor(TimeSpan.FromMinutes(5));
        Assert.Equal(0, _simulation.Run(lost.GetDhtAsync())?.Peers);
    }

    [Fact]
    public void Who_has_all_is_announced_as_a_seed_and_before_that_as_a_leecher()
    {
        var share = _simulation.Make();
        var (first, seed, leecher) = (Add(), Add(), Add());
        var torrent = leecher.Get(share.Metainfo);
        _simulation.RunFor(TimeSpan.FromMinutes(1));
        Assert.Equal((0, 1), Scrape(first, share));
        seed.Seed(share);
        leecher.Complete(torrent, share);
        _simulation.RunFor(TimeSpan.FromSeconds(30));
        Assert.Equal((2, 0), Scrape(first, share));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_peer_tells_of_its_node_unless_the_torrent_is_private(bool isPrivate)
    {
        var share = _simulation.Make(isPrivate);
        var (seed, leecher) = (AddAlone(), AddAlone());
        seed.Seed(share);
        leecher.Complete(leecher.Get(share.Metainfo, seed.Endpoint), share);
        _simulation.RunFor(TimeSpan.FromSeconds(10));
        Assert.All([seed, leecher], client => Assert.Equal(isPrivate ? 0 : 1, client.Client.Dht!.Service.KnownNodes));
    }

    /// <summary>BEP 5: the last bit of the handshake's reserved bytes, and a PORT message to who has set it.</summary>
    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, false, true)]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    public void The_handshake_says_whether_we_have_a_node(bool hasNode, bool isPrivate, bool hasTheirs)
    {
        var share = _simulation.Make(isPrivate);
        var client = hasNode ? AddAlone() : _simulation.Add();
        client.Seed(share);
        var peer = new ScriptedPeer(_simulation.World);
        peer.Dial(client.Endpoint, SimulatedClient.Greeting(share.Metainfo.InfoHashes) with { Dht = hasTheirs });
        _simulation.RunFor(TimeSpan.FromSeconds(5));
        Assert.Equal(hasNode && !isPrivate, peer.Answered!.Value.Dht);
        var port = client.Client.Listening[0].Port;
        var told = hasNode && hasTheirs && !isPrivate ? new byte[][] { [(byte)(port >> 8), (byte)port] } : [];
        Assert.Equal(told, peer.Heard.Where(m => m.Kind == MessageKind.Port).Select(m => m.Payload));
    }

    /// <summary>Any port may be told, and each costs a packet to it.</summary>
    [Fact]
    public void A_peer_may_tell_of_its_node_once()
    {
        var share = _simulation.Make();
        var client = AddAlone();
        client.Seed(share);
        var peer = new ScriptedPeer(_simulation.World);
        peer.Dial(client.Endpoint, SimulatedClient.Greeting(share.Metainfo.InfoHashes) with { Dht = true });
        peer.Say(Enumerable.Range(0, 20).Select(i => Wires.Message((int)MessageKind.Port, 7, (byte)i)));
        _simulation.RunFor(TimeSpan.FromSeconds(1));
        Assert.Equal(1, client.Client.Dht!.Service.Snapshot().Sum(node => node.Asking));
    }

    /// <summary>BEP 5, "Torrent File Extensions".</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nodes_that_a_torrent_names_are_begun_at_unless_it_is_private(bool isPrivate)
    {
        var share = _simulation.Make(isPrivate);
        var node = AddAlone();
        var client = AddAlone();
        client.Get(Naming(share.Metainfo, node.Endpoint));
        _simulation.RunFor(TimeSpan.FromSeconds(10));
        Assert.Equal(isPrivate ? 0 : 1, client.Client.Dht!.Service.KnownNodes);
    }

    /// <summary>The next run is told of nobody.</summary>
    [Fact]
    public void Whom_a_client_knew_it_knows_in_its_next_run()
    {
        Add();
        var client = Add();
        _simulation.RunFor(TimeSpan.FromMinutes(1));
        var state = Path.Combine(_simulation.Folder, "state-of-both");
        var first = _simulation.Add(options: _ => With(state, _clients[0].Endpoint));
        _simulation.RunFor(TimeSpan.FromMinutes(1));
        first.Dispose();
        var second = _simulation.Add(options: _ => With(state));
        _simulation.RunFor(TimeSpan.FromSeconds(10));
        Assert.True(second.Client.Dht!.Service.KnownNodes >= 2);
        client.Dispose();
    }

    /// <summary>A crash leaves what was kept minutes before.</summary>
    [Fact]
    public void What_is_known_is_kept_while_the_client_runs()
    {
        Add();
        var client = Add();
        _simulation.RunFor(TimeSpan.FromMinutes(6));
        Assert.NotEmpty(File.ReadAllBytes(Path.Combine(_simulation.Folder, $"state-{client.Line.Index}", "dht")));
    }

    /// <summary>Searches and announces that came to our nodes, all together.</summary>
    private long Asked => _clients.SelectMany(c => c.Client.Dht!.Service.Snapshot()).Sum(node => node.Totals.GetPeers + node.Totals.Announces);

    private SimulatedClient Add(bool isV6 = false)
    {
        var client = _simulation.Add(Kinds.Line(isV6), state => With(state, [.. _clients.Take(1).Select(c => c.Endpoint)]));
        _clients.Add(client);
        return client;
    }

    private SimulatedClient AddAlone() => _simulation.Add(options: state => With(state));

    private static TorrentClientOptions With(string state, params Endpoint[] bootstrap) =>
        new() { StateFolder = state, Dht = new DhtOptions { Bootstrap = [.. bootstrap.Select(e => e.ToString())] } };

    private (int Seeds, int Peers) Scrape(SimulatedClient client, Share share)
    {
        DhtScrape? scrape = null;
        var dht = client.Client.Dht!;
        dht.Home.Post(() => dht.Service.Scrape(share.Metainfo.InfoHashes.V1!.Value, found => scrape = found));
        _simulation.RunUntil("the scrape ends", () => scrape is not null);
        return ((int)Math.Round(scrape!.Value.Seeds), (int)Math.Round(scrape.Value.Peers));
    }

    /// <summary>The same torrent with a node in its file.</summary>
    private static TorrentMetainfo Naming(TorrentMetainfo metainfo, Endpoint node)
    {
        var host = node.ToIPAddress().ToString();
        byte[] bytes = [.. TorrentWriter.Write(metainfo)[..^1], .. System.Text.Encoding.ASCII.GetBytes($"5:nodesll{host.Length}:{host}i{node.Port}eeee")];
        Assert.True(TorrentReader.TryRead(bytes, out var named, out var reason), reason);
        return named;
    }
}
