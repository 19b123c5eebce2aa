using Shoal.Client;
using Shoal.Metainfo;
using Shoal.Peers.Handshaking;
using Shoal.Runtime;
using Shoal.Simulation.Networks;

namespace Shoal.Simulation.Tests.Clients;

/// <summary>One client of a simulation, with the calls that tests make of it.</summary>
internal sealed class SimulatedClient(ClientSimulation simulation, TorrentClient client, NetworkHost line, SimulatedExchange exchange, string downloads) : IDisposable
{
    private bool _isGone;

    public TorrentClient Client => client;

    public NetworkHost Line => line;

    public SimulatedExchange Exchange => exchange;

    /// <summary>Where its files come to lie.</summary>
    public string Downloads => downloads;

    public Endpoint Endpoint => line.Address.WithPort(client.Listening[0].Port);

    public Torrent Seed(Share share, bool trust = false) => Get(share.Metainfo, new TorrentOptions { DownloadFolder = share.Folder, IsSeedOnly = true, Trust = trust });

    public Torrent Get(TorrentSource source, params Endpoint[] peers) => Get(source, new TorrentOptions { DownloadFolder = downloads, Peers = peers });

    /// <summary>Adds a torrent and waits until it works, or asks what it is.</summary>
    public Torrent Get(TorrentSource source, TorrentOptions options)
    {
        var torrent = simulation.Run(client.AddAsync(source, options));
        simulation.RunUntil("it began", () => torrent.Run is { Swarm: not null } or { Lobby: not null } or { Rest: not null } or { Error: not null });
        return torrent;
    }

    /// <summary>Waits for all that is wanted, and compares it with what was shared.</summary>
    public void Complete(Torrent torrent, Share share, TimeSpan? within = null)
    {
        simulation.RunUntil($"{torrent.Name} is complete", () => torrent.Completion.IsCompleted, within);
        simulation.Run(torrent.Completion);
        share.CheckCopy(downloads);
    }

    /// <summary>How a torrent stands now.</summary>
    public TorrentSnapshot Look(Torrent torrent) => torrent.Run.Feed.Take();

    /// <summary>Why the last connection with a peer ended; null while one lives.</summary>
    public string? EndedWith(Torrent torrent, Endpoint peer) => Look(torrent).Peers.First(p => p.Remote.WithPort(0) == peer.WithPort(0)).Ended;

    public void Remove(Torrent torrent) => simulation.Run(client.RemoveAsync(torrent));

    /// <summary>A handshake that names a torrent by the first of its hashes.</summary>
    public static Handshake Greeting(InfoHashes hashes, bool fast = true, bool extended = false, bool v2 = false) =>
        new(hashes.Primary, default, Fast: fast, Extended: extended, V2: v2);

    public void Dispose()
    {
        if (!_isGone)
        {
            _isGone = true;
            simulation.Run(client.DisposeAsync().AsTask());
        }
    }
}
