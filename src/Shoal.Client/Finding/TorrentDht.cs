using Shoal.Client.Swarms;
using Shoal.Dht.Scheduling;
using Shoal.Dht.Searches;
using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Client.Finding;

/// <summary>
/// One torrent in the DHT: looked for and announced by both hashes of a hybrid until it stops. A private one never is (BEP 27); what a link leads to may show to be private
/// later, and is dropped then. Nodes live on the client's home loop and the torrent on its own, as with its trackers.
/// </summary>
internal sealed class TorrentDht(ClientDht dht, TorrentRun run)
{
    /// <summary>On the home loop: one for each hash.</summary>
    private DhtTorrent[] _hashes = [];
    private bool _hasLeft;

    /// <summary>On the torrent's loop: it is looked for.</summary>
    private bool _isStarted;

    /// <summary>On the torrent's loop: the last that was asked of the schedule.</summary>
    private bool _wantsPeers;

    /// <summary>The torrent's loop writes it, announces read it.</summary>
    private volatile bool _isSeed;

    /// <summary>How the last search went; of a hybrid's two the one that found more. Any thread may ask.</summary>
    public Task<DhtSearchResult?> LastAsync() => dht.Home.AskAsync(() => _hashes.Select(torrent => torrent.Last).MaxBy(last => last?.Peers));

    /// <summary>On the torrent's loop: begins to look for it.</summary>
    /// <param name="metainfo">Null while it is known by its link alone.</param>
    /// <param name="isSeed">All of it is here.</param>
    public void Start(TorrentMetainfo? metainfo, bool isSeed)
    {
        if (_isStarted || metainfo is { IsPrivate: true })
        {
            return;
        }

        (_isStarted, _isSeed) = (true, isSeed);
        var hashes = run.Known.InfoHashes;
        dht.Home.Post(() =>
        {
            dht.AddNodes(metainfo?.Nodes ?? []);
            Add(hashes);
        });
    }

    /// <summary>On the torrent's loop: what has changed.</summary>
    public void Update(bool lacksPeers)
    {
        if (!_isStarted)
        {
            return;
        }

        if (lacksPeers != _wantsPeers)
        {
            _wantsPeers = lacksPeers;
            ForEach(torrent => torrent.WantPeers(lacksPeers));
        }

        if (run.Swarm is { Have.IsFull: true } && !_isSeed)
        {
            _isSeed = true;
            ForEach(torrent => torrent.Hurry());
        }
    }

    /// <summary>On the torrent's loop: what a link leads to is known, perhaps with a second hash.</summary>
    public void Learn(TorrentMetainfo metainfo)
    {
        if (metainfo.IsPrivate)
        {
            Leave();
        }
        else if (_isStarted)
        {
            dht.Home.Post(() => Add(metainfo.InfoHashes));
        }
    }

    /// <summary>It has stopped, or shows to be private: from now on nothing is sent about it.</summary>
    public void Leave() => dht.Home.Post(() =>
    {
        _hasLeft = true;
        Array.ForEach(_hashes, torrent => torrent.Stop());
        _hashes = [];
    });

    private void Add(InfoHashes hashes)
    {
        foreach (var hash in hashes.Wire)
        {
            if (!_hasLeft && !Array.Exists(_hashes, torrent => torrent.Hash == hash))
            {
                _hashes = [.. _hashes, dht.Service.Schedule.Add(hash, Announce, OnPeers)];
            }
        }
    }

    private DhtAnnounce? Announce() => run.Context.ListenPort is > 0 and var port ? new DhtAnnounce((ushort)port, _isSeed) : null;

    private void OnPeers(IReadOnlyList<Endpoint> peers) => run.Loop.Post(() =>
    {
        foreach (var peer in peers)
        {
            run.AddPeer(peer, PeerSources.Dht);
        }
    });

    private void ForEach(Action<DhtTorrent> action) => dht.Home.Post(() => Array.ForEach(_hashes, action));
}
