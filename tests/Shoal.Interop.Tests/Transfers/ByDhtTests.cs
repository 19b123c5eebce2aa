using System.Net;
using System.Net.Sockets;
using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Transfers;

/// <summary>A bare link and the DHT (BEP 5, 32, 52), and nothing else: no tracker, no address of a peer.</summary>
public sealed class ByDhtTests
{
    [Theory]
    [InlineData("v1", false)]
    [InlineData("hybrid", false)]
    [InlineData("v1", true)]
    [InlineData("hybrid", true)]
    public void Shoal_fetches_a_bare_link_from_libtorrent(string format, bool isV6)
    {
        using var place = new Place(isV6);
        var (torrent, link, hash) = place.Share(format);
        var dht = place.LibtorrentDht();
        var seeder = place.Libtorrent("seed", torrent, "seed", "--node", dht.Nodes[0], "--waits");
        dht.HearsAnnounce(hash, seeder.Address);

        place.Shoal("get", link, "copy", "--bootstrap", dht.Nodes[1]).EndsWith(0);

        Copies.AreEqual(place.At("seed/shelf"), place.At("copy/shelf"));
    }

    [Theory]
    [InlineData("v1", false)]
    [InlineData("hybrid", false)]
    [InlineData("v1", true)]
    [InlineData("hybrid", true)]
    public void Libtorrent_fetches_a_bare_link_from_shoal(string format, bool isV6)
    {
        using var place = new Place(isV6);
        var (torrent, link, hash) = place.Share(format);
        var dht = place.LibtorrentDht();
        var seeder = Place.AddressOf(place.Shoal("seed", torrent, "seed", "--bootstrap", dht.Nodes[0]));
        dht.HearsAnnounce(hash, seeder);

        place.Libtorrent("leech", link, "copy", "--node", dht.Nodes[1]).Completes();

        Copies.AreEqual(place.At("seed/shelf"), place.At("copy/shelf"));
    }

    /// <summary>All nodes but libtorrent's own are ours: what one of the two announces there, the other finds.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Libtorrent_and_shoal_meet_in_a_network_of_ours(bool isOurSeed)
    {
        using var place = new Place();
        var (torrent, link, _) = place.Share("v1");
        var nodes = place.ShoalNodes(3);
        if (isOurSeed)
        {
            place.Shoal("seed", torrent, "seed", "--bootstrap", nodes[1]).Line("{");
            place.Libtorrent("leech", link, "copy", "--node", nodes[0]).Completes();
        }
        else
        {
            var seeder = place.Libtorrent("seed", torrent, "seed", "--node", nodes[0], "--waits");
            seeder.Child.Line($"nodes {nodes.Length}");
            seeder.Child.Line("announced ");
            place.Shoal("get", link, "copy", "--bootstrap", nodes[1]).EndsWith(0);
        }

        Copies.AreEqual(place.At("seed/shelf"), place.At("copy/shelf"));
    }

    [Fact]
    public void Shoal_joins_the_tables_of_libtorrents_nodes()
    {
        using var place = new Place();
        var (torrent, _, _) = place.Share("v1");
        var dht = place.LibtorrentDht(count: 4);
        var first = dht.Nodes[0];
        Assert.DoesNotContain(dht.Child.Out, line => line.EndsWith(" 4", StringComparison.Ordinal) && line.StartsWith("nodes ", StringComparison.Ordinal));

        place.Shoal("seed", torrent, "seed", "--bootstrap", first);

        for (var i = 0; i < 4; i++)
        {
            dht.Child.Line($"nodes {i} 4");
        }
    }

    /// <summary>The public torrent is added after the private one, so what is said about that was said before.</summary>
    [Fact]
    public void No_packet_tells_of_a_private_torrent()
    {
        using var place = new Place();
        var (secret, _, hash) = place.Share("v1", "secret", "--private");
        var (open, _, openHash) = place.Share("v1", "open");
        var dht = place.LibtorrentDht();
        var seeder = Place.AddressOf(place.Shoal("seed", [secret, open], "seed", "--bootstrap", dht.Nodes[0]));
        dht.HearsAnnounce(openHash, seeder);

        place.Shoal("get", [secret, open], "copy", "--bootstrap", dht.Nodes[0], "--peer", seeder).EndsWith(0);

        Copies.AreEqual(place.At("seed/secret"), place.At("copy/secret"));
        Assert.Contains(dht.Child.Out, line => line.StartsWith("asked " + openHash, StringComparison.Ordinal));
        Assert.DoesNotContain(dht.Child.Out, line => line.Contains(hash, StringComparison.Ordinal));
    }

    /// <summary>BEP 5, PORT: libtorrent's node is all that leads ours into the network, and nobody named it. By the detour ours cannot be reached by what it tells itself.</summary>
    [Fact]
    public void Shoal_learns_of_the_network_from_a_libtorrent_peer()
    {
        using var place = new Place();
        var (torrent, _, hash) = place.Share("v1");
        var dht = place.LibtorrentDht();
        var seeder = place.Libtorrent("seed", torrent, "seed", "--node", dht.Nodes[0]);
        dht.HearsAnnounce(hash, seeder.Address);
        var port = $"{Sandbox.FreePort()}";

        place.Shoal("get", torrent, "copy", "--peer", place.Detour(seeder.Address), "--keep-seeding", "--port", port);

        dht.HearsAnnounce(hash, "127.0.0.1:" + port);
    }

    [Fact]
    public void Libtorrent_learns_of_the_network_from_a_shoal_peer()
    {
        using var place = new Place();
        var (torrent, _, _) = place.Share("v1");
        var dht = place.LibtorrentDht();
        var seeder = Place.AddressOf(place.Shoal("seed", torrent, "seed", "--bootstrap", dht.Nodes[0]));

        var leech = place.Libtorrent("leech", torrent, "copy", "--peer", place.Detour(seeder));

        leech.Child.Line("nodes 7");
    }

    /// <summary>Who has a node has the UDP port of its number.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_node_is_opened_with_no_dht(bool hasNode)
    {
        using var place = new Place();
        var (torrent, _, _) = place.Share("v1");
        var address = Place.AddressOf(place.Shoal("seed", torrent, "seed", hasNode ? [] : ["--no-dht"]));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

        var refused = Record.Exception(() => socket.Bind(IPEndPoint.Parse(address)));

        Assert.Equal(hasNode, refused is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse });
    }

    [Fact]
    public void What_is_not_found_is_told_with_why()
    {
        using var place = new Place();
        var (_, link, _) = place.Share("v1");
        var dht = place.LibtorrentDht();
        var nobody = place.Shoal("get", link, "copy", "--bootstrap", dht.Nodes[0]);
        var nowhere = place.Shoal("get", link, "other", "--bootstrap", $"127.0.0.1:{Sandbox.FreePort()}");

        Hears(nobody, "nobody in the DHT has 'shelf' now (");
        Hears(nowhere, "no node of the DHT has answered");

        static void Hears(Child get, string text) => Eventually.Is(text, () => get.Errors.Any(line => line.Contains(text, StringComparison.Ordinal)), get.Story);
    }
}
