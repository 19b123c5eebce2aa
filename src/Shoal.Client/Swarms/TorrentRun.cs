using Shoal.Client.Metadata;
using Shoal.Client.Picking;
using Shoal.Client.Pieces;
using Shoal.Metainfo;
using Shoal.Net;
using Shoal.Peers.Handshaking;
using Shoal.Runtime;
using Shoal.Storage;

namespace Shoal.Client.Swarms;

/// <summary>
/// The life of one torrent on its loop. A link begins in a lobby; when its metadata is known the files are opened and checked on a worker,
/// while the lobby holds its peers; then the swarm takes them over.
/// <code>
///   link ─► Lobby ─metadata─► OpenStore on a worker ─► Swarm ─► stopped
///   .torrent ────────────────►
/// </code>
/// </summary>
internal sealed class TorrentRun(SwarmContext context, TorrentSource source, TorrentOptions options, string stateFolder, ITorrentListener listener)
    : IDoor, ISwarmObserver
{
    private readonly CancellationTokenSource _opening = new();

    /// <summary>Files are being opened and checked.</summary>
    private bool _isOpening;
    private bool _isStopping;

    /// <summary>The opening that follows a link's metadata; it ends in <see cref="BeginSwarm"/> or <see cref="FailToOpen"/>.</summary>
    private Task? _opened;

    public SwarmContext Context => context;

    public Loop Loop => context.Loop;

    public InfoHashes InfoHashes => Swarm?.Metainfo.InfoHashes ?? Lobby?.InfoHashes ?? source.InfoHashes;

    /// <summary>While the torrent behind a link is not known, or its files are not open.</summary>
    public Lobby? Lobby { get; private set; }

    public Swarm? Swarm { get; private set; }

    /// <summary>Why it ended before it could begin.</summary>
    public string? Error { get; private set; }

    public TorrentStatus Status =>
        Swarm is { } swarm ? Snapshots.StatusOf(swarm.State)
        : Error is not null ? TorrentStatus.Broken
        : _isOpening ? TorrentStatus.Checking
        : _isStopping ? TorrentStatus.Stopped
        : TorrentStatus.FetchingMetadata;

    /// <summary>On the loop: begins with a link.</summary>
    public void BeginLobby()
    {
        Lobby = new Lobby(context, source.InfoHashes, OnMetadata, Fail);
        Lobby.Start();
        AddPeers();
    }

    /// <summary>Opens and checks the files, then lets the swarm begin. Returns why it could not; the listener hears it too.</summary>
    public async Task<Exception?> OpenAsync(TorrentMetainfo metainfo, CancellationToken cancellation)
    {
        _isOpening = true;
        try
        {
            var chosen = options with { FilePriorities = PrioritiesOf(metainfo) };
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _opening.Token);
            var (store, loaded) = await OpenStore.RunAsync(metainfo, chosen, stateFolder, context.Workers, Loop, linked.Token);
            Loop.Post(() => BeginSwarm(metainfo, store, loaded, chosen));
            return null;
        }
#pragma warning disable CA1031 // Whatever kept it from opening ends this torrent, and is told.
        catch (Exception e)
        {
            Loop.Post(() => FailToOpen(e is OperationCanceledException ? null : e.Message));
            return e;
        }
#pragma warning restore CA1031
    }

    public void AddPeer(Endpoint endpoint)
    {
        if (Swarm is { } swarm)
        {
            swarm.AddPeer(endpoint);
        }
        else
        {
            Lobby?.AddPeer(endpoint);
        }
    }

    public void Adopt(ILink link, in Handshake theirs)
    {
        if (((IDoor?)Swarm ?? Lobby) is { } door)
        {
            door.Adopt(link, theirs);
        }
        else
        {
            link.Close();
        }
    }

    /// <summary>Ends all connections and puts what is under way on disk; then the listener is told.</summary>
    public void Stop()
    {
        _isStopping = true;
        if (Swarm is { } swarm)
        {
            swarm.Stop();
            return;
        }

        Lobby?.Stop();
        if (_isOpening)
        {
            _opening.Cancel();
        }
        else
        {
            listener.OnStopped();
        }
    }

    void ISwarmObserver.OnState(SwarmState state)
    {
        switch (state)
        {
            case SwarmState.Seeding:
                listener.OnComplete();
                break;
            case SwarmState.Broken:
                listener.OnFailed(Swarm!.Error!);
                break;
            case SwarmState.Stopped:
                Swarm!.Store.Dispose();
                listener.OnStopped();
                break;
            default:
                break;
        }
    }

    void ISwarmObserver.OnPiece(PieceIndex piece)
    {
    }

    private void OnMetadata(TorrentMetainfo metainfo)
    {
        if (listener.OnMetadata(metainfo) is { } refusal)
        {
            Fail(refusal);
        }
        else
        {
            _opened = OpenAsync(metainfo, CancellationToken.None);
        }
    }

    private void BeginSwarm(TorrentMetainfo metainfo, IPieceStore store, LoadedState loaded, TorrentOptions chosen)
    {
        _isOpening = false;
        if (_isStopping)
        {
            store.Dispose();
            listener.OnStopped();
            return;
        }

        var swarmOptions = new SwarmOptions
        {
            FilePriorities = options.IsSeedOnly ? [.. metainfo.Files.Select(_ => PiecePriority.Skip)] : chosen.FilePriorities,
            IsSequential = options.IsSequential,
            UnchokeSlots = options.UnchokeSlots,
        };
        Swarm = new Swarm(context, metainfo, store, swarmOptions, loaded.Have, this, Lobby?.Dialer);
        Swarm.Start(loaded.Partial);
        listener.OnStarted();
        if (Lobby is { } lobby)
        {
            lobby.HandTo(Swarm);
            Lobby = null;
        }
        else
        {
            AddPeers();
        }
    }

    private void AddPeers()
    {
        foreach (var peer in options.Peers)
        {
            AddPeer(peer);
        }
    }

    private IReadOnlyList<PiecePriority>? PrioritiesOf(TorrentMetainfo metainfo) =>
        options.Select is { } select ? select(metainfo)
        : options.FilePriorities is { } given ? given
        : source.Magnet?.SelectedFiles is { } chosen ? [.. metainfo.Files.Select((_, i) => chosen.Contains(i) ? PiecePriority.Normal : PiecePriority.Skip)]
        : null;

    private void FailToOpen(string? reason)
    {
        _isOpening = false;
        if (_isStopping)
        {
            listener.OnStopped();
        }
        else
        {
            Fail(reason ?? "opening it was cancelled");
        }
    }

    private void Fail(string reason)
    {
        Error = reason;
        Lobby?.Stop();
        listener.OnFailed(reason);
    }
}
