using System.Net;
using System.Runtime.CompilerServices;
using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Peers;
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

    /// <summary>On the torrent's loop: the last that was asked of the announcer.</summary>
    private bool _wantsPeers;
    private bool _isComplete;
    private StrongBox<AnnounceStats> _stats = new(new AnnounceStats(0, 0, Limits.LeftUnknown));
    private IReadOnlyList<TrackerSnapshot> _latest = [];

    /// <summary>On the torrent's loop: they are announced to.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>How the trackers stand. Any thread may read it.</summary>
    public IReadOnlyList<TrackerSnapshot> Latest => Volatile.Read(ref _latest);

    /// <summary>On the torrent's loop: begins to announce.</summary>
    public void Start(InfoHashes hashes, PeerId id, int port, AnnounceStats stats)
    {
        if (IsStarted || tiers.Count == 0)
        {
            return;
        }

        IsStarted = true;
        Tell(stats);
        client.Home.Post(() =>
        {
            _announcer = client.Announcer.Add(new AnnouncedTorrent
            {
                InfoHashes = hashes,
                PeerId = id,
                Port = (ushort)port,
                Tiers = tiers,
                Stats = () => Volatile.Read(ref _stats).Value,
                Handler = this,
            });
            _announcer.Start();
            OnChanged();
        });
    }

    /// <summary>On the torrent's loop: what the next announce says.</summary>
    public void Tell(AnnounceStats stats)
    {
        if (!stats.Equals(_stats.Value))
        {
            Volatile.Write(ref _stats, new StrongBox<AnnounceStats>(stats));
        }
    }

    /// <summary>On the torrent's loop: the whole torrent is here.</summary>
    public void Complete()
    {
        if (!_isComplete)
        {
            _isComplete = true;
            Post(announcer => announcer.Complete());
        }
    }

    /// <summary>A link named one hash of a hybrid; now both are known.</summary>
    public void Learn(InfoHashes hashes) => Post(announcer => announcer.Learn(hashes));

    /// <summary>On the torrent's loop: it lacks peers, or no longer does.</summary>
    public void WantPeers(bool eager)
    {
        if (eager != _wantsPeers)
        {
            _wantsPeers = eager;
            Post(announcer => announcer.WantPeers(eager));
        }
    }

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

    public void OnChanged() => Volatile.Write(ref _latest, _announcer?.Snapshot() ?? []);

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
