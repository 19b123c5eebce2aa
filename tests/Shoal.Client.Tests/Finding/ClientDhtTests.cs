using System.Net;
using System.Net.Sockets;
using Shoal.Client.Tests.Real;
using Shoal.Dht;

namespace Shoal.Client.Tests.Finding;

/// <summary>Clients with real sockets and disks, and their nodes of the DHT.</summary>
public sealed class ClientDhtTests : IDisposable
{
    private static readonly DhtOptions Alone = new() { Bootstrap = [] };

    private readonly ClientPair _pair = new(length: 100_000);

    public void Dispose() => _pair.Dispose();

    [Fact]
    public async Task Without_its_UDP_port_a_client_goes_on_without_the_DHT_and_says_why()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)other.LocalEndPoint!).Port;
        await using var seeder = Client("seed", Alone, port);
        await seeder.AddAsync(_pair.Metainfo, _pair.Seeding());
        await using var leecher = Client("get", Alone);
        var torrent = await leecher.AddAsync(_pair.Metainfo, new TorrentOptions { DownloadFolder = _pair.PathOf("got"), Peers = [seeder.Listening[0]] });

        await torrent.Completion.WaitAsync(TimeSpan.FromSeconds(30));

        var dht = (await seeder.GetDhtAsync())!;
        Assert.Empty(dht.Addresses);
        Assert.Contains($"127.0.0.1:{port} by UDP", dht.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_nodes_have_the_addresses_and_the_port_that_peers_connect_to()
    {
        await using var client = Client("one", Alone);
        await client.ListenAsync();
        Assert.Equal(client.Listening, (await client.GetDhtAsync())!.Addresses);
    }

    [Fact]
    public async Task Without_the_DHT_there_is_nothing_to_tell()
    {
        await using var client = Client("one", null);
        Assert.Null(await client.GetDhtAsync());
        var torrent = await client.AddAsync(_pair.Metainfo, _pair.Seeding());
        Assert.Null(await torrent.GetDhtAsync());
    }

    /// <summary>Two nodes with one id would stand in each other's way: the second program with the same folder has an id of its own, and takes whom the first knew.</summary>
    [Fact]
    public async Task The_id_outlives_a_run_and_belongs_to_one_program_at_a_time()
    {
        await using var neighbour = Client("neighbour", Alone);
        await neighbour.ListenAsync();
        NodeId id;
        await using (var first = Client("same", new DhtOptions { Bootstrap = [neighbour.Listening[0].ToString()] }))
        {
            await KnowsSomebodyAsync(first);
            id = await IdOfAsync(first);
            await using var twin = Client("same", Alone);
            Assert.NotEqual(id, await IdOfAsync(twin));
        }

        await using var second = Client("same", Alone);
        Assert.Equal(id, await IdOfAsync(second));
        await KnowsSomebodyAsync(second);
        await using var third = Client("same", Alone);
        Assert.NotEqual(id, await IdOfAsync(third));
        await KnowsSomebodyAsync(third);
    }

    private static async Task<NodeId> IdOfAsync(TorrentClient client)
    {
        await client.ListenAsync();
        return await client.Dht!.Home.AskAsync(() => client.Dht.Service.Snapshot()[0].Id);
    }

    private static async Task KnowsSomebodyAsync(TorrentClient client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await client.GetDhtAsync() is { Nodes: 0 })
        {
            Assert.False(patience.IsCancellationRequested, "waited 30 s in vain for this: it knows a node");
        }
    }

    private TorrentClient Client(string name, DhtOptions? dht, int port = 0) =>
        new(new TorrentClientOptions { StateFolder = _pair.PathOf("state-" + name), Binds = [IPAddress.Loopback], Port = port, Dht = dht });
}
