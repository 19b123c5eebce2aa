using System.Net;
using System.Runtime.CompilerServices;
using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Trackers.Announcing;

namespace Shoal.Client.Announcing;

/// <summary>
/// One torrent before its trackers. The announcer lives on the client's home loop and the torrent on its own: what one needs of the other
/// goes by mail, or lies here to be read.
/// </summary>
internal sealed class TorrentTrackers(ClientTrackers client, TorrentRun run, IReadOnlyList<IReadOnlyList<string>> tiers) : IAnnounceHandler
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>On the home loop: there once it was started.</summary>
    private TorrentAnnouncer? _announcer;

    /// <summary>On the torrent's loop: they are announced to.</summary>
    private bool _isStarted;

    /// <summary>On the torrent's loop: the last that was asked of the announcer.</summary>
    private bool _wantsPeers;
    private bool _isComplete;
    private StrongBox<AnnounceStats> _stats = new(new AnnounceStats(0, 0, Limits.LeftUnknown));
    private IReadOnlyList<TrackerSnapshot> _latest = [];

    /// <summary>How the trackers stand. Any thread may read it.</summary>
    public IReadOnlyList<TrackerSnapshot> Latest => Volatile.Read(ref _latest);

    /// <summary>On the torrent's loop: begins to announce.</summary>
    /// <param name="left">What of the whole torrent is not verified, while there is no swarm to tell it.</param>
    public void Start(long left = Limits.LeftUnknown)
    {
        if (_isStarted || tiers.Count == 0)
        {
            return;
        }

        _isStarted = true;
        Tell(left);
        var (hashes, context) = (run.Known.InfoHashes, run.Context);
        client.Home.Post(() =>
        {
            _announcer = client.Announcer.Add(new AnnouncedTorrent
            {
                InfoHashes = hashes,
                PeerId = context.PeerId,
                Port = (ushort)context.ListenPort,
                Tiers = tiers,
                Stats = () => Volatile.Read(ref _stats).Value,
                Handler = this,
            });
            _announcer.Start();
            OnChanged();
        });
    }

    /// <summary>On the torrent's loop: what has changed for the trackers.</summary>
    public void Update(bool lacksPeers)
    {
        WantPeers(lacksPeers);
        if (run.Swarm is not { } swarm || !_isStarted)
        {
            return;
        }

        Tell();
        if (swarm.Have.IsFull && !_isComplete)
        {
            _isComplete = true;
            Post(announcer => announcer.Complete());
        }
    }

    /// <summary>A link named one hash of a hybrid; now both are known.</summary>
    public void Learn(InfoHashes hashes) => Post(announcer => announcer.Learn(hashes));

    /// <summary>Tells the trackers that the torrent leaves; ends within five seconds.</summary>
    public Task StopAsync()
    {
        Leave();
        return _stopped.Task;
    }

    /// <summary>The torrent has stopped.</summary>
    public void Leave()
    {
        client.Home.Post(() =>
        {
            if (_announcer is { } announcer)
            {
                announcer.Stop(() => _stopped.TrySetResult());
            }
            else
            {
                _stopped.TrySetResult();
            }
        });
    }

    public void OnPeers(string shownTracker, IReadOnlyList<Endpoint> peers) => run.Loop.Post(() =>
    {
        foreach (var peer in peers)
        {
            run.AddPeer(peer, PeerSources.Tracker);
        }
    });

    public void OnExternalAddress(IPAddress address) => run.Loop.Post(() => run.OnExternalAddress(address));

    public void OnChanged()
    {
        Volatile.Write(ref _latest, _announcer?.Snapshot() ?? []);
        run.Loop.Post(run.OnTrackers);
    }

    /// <summary>What the next announce says: bytes of this run, and what of the whole torrent is not verified, wanted or not.</summary>
    private void Tell(long left = Limits.LeftUnknown)
    {
        var stats = run.Swarm is { } swarm
            ? new AnnounceStats(swarm.Totals.SentWith(swarm.Peers), swarm.Totals.ReceivedWith(swarm.Peers), swarm.Metainfo.Layout.DataLength - swarm.BytesHave)
            : new AnnounceStats(0, 0, left);
        if (!stats.Equals(_stats.Value))
        {
            Volatile.Write(ref _stats, new StrongBox<AnnounceStats>(stats));
        }
    }

    /// <summary>It lacks peers, or no longer does.</summary>
    private void WantPeers(bool eager)
    {
        if (eager != _wantsPeers)
        {
            _wantsPeers = eager;
            Post(announcer => announcer.WantPeers(eager));
        }
    }

    private void Post(Action<TorrentAnnouncer> action)
    {
        if (tiers.Count > 0)
        {
            client.Home.Post(() =>
            {
                if (_announcer is { } announcer)
                {
                    action(announcer);
                }
            });
        }
    }
}
