using Shoal.Client.Announcing;
using Shoal.Client.Swarms;
using Shoal.Metainfo;

namespace Shoal.Client.Finding;

/// <summary>What finds peers of a torrent by itself: its trackers, and the DHT where the client uses it.</summary>
internal sealed class PeerFinding(TorrentTrackers trackers, TorrentDht? dht, TorrentRun run)
{
    public TorrentTrackers Trackers => trackers;

    public TorrentDht? Dht => dht;

    /// <summary>On the torrent's loop: begins.</summary>
    /// <param name="metainfo">Null while it is known by its link alone.</param>
    /// <param name="left">What of the whole torrent is not verified, while there is no swarm to tell it.</param>
    public void Start(TorrentMetainfo? metainfo, long left = Limits.LeftUnknown)
    {
        trackers.Start(left);
        dht?.Start(metainfo, isSeed: run.Swarm?.Have.IsFull ?? left == 0);
    }

    /// <summary>On the torrent's loop, each second and when the download is complete: what has changed for them.</summary>
    public void Update()
    {
        var lacksPeers = run.Swarm is { } swarm
            ? swarm.State == SwarmState.Downloading && swarm.Peers.Count < Limits.FewPeers
            : run.Lobby is { } lobby && !lobby.Peers.Any(p => p.Extensions.MetadataLength > 0);
        trackers.Update(lacksPeers);
        dht?.Update(lacksPeers);
    }

    /// <summary>On the torrent's loop: what a link leads to shows to be private (BEP 27).</summary>
    public void OnPrivate() => dht?.Leave();

    /// <summary>On the torrent's loop: what a link leads to is known.</summary>
    public void Learn(TorrentMetainfo metainfo)
    {
        trackers.Learn(metainfo.InfoHashes);
        dht?.Learn(metainfo);
    }

    /// <summary>The torrent leaves; ends when its trackers know, within five seconds.</summary>
    public Task StopAsync()
    {
        dht?.Leave();
        return trackers.StopAsync();
    }

    /// <summary>The torrent has stopped.</summary>
    public void Leave()
    {
        dht?.Leave();
        trackers.Leave();
    }
}
