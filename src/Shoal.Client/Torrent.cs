using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Client;

/// <summary>A torrent that a <see cref="TorrentClient"/> fetches and shares. Any thread may call.</summary>
public sealed class Torrent
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<TorrentSnapshot> _crashed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Swarm _swarm;

    internal Torrent(SwarmContext context, TorrentMetainfo metainfo, Storage.IPieceStore store, SwarmOptions options, byte[] have)
    {
        Metainfo = metainfo;
        _swarm = new Swarm(context, metainfo, store, options, have, new Observer(this));
    }

    /// <summary>What the torrent is.</summary>
    public TorrentMetainfo Metainfo { get; }

    /// <summary>Ends when all that is wanted is verified and on disk; fails when that can never be.</summary>
    public Task Completion => _completion.Task;

    /// <summary>An address that may lead to a peer.</summary>
    public void AddPeer(Endpoint peer) => Loop.Post(() => _swarm.AddPeer(peer));

    /// <summary>How it stands now.</summary>
    /// <exception cref="TorrentException">A fault in Shoal itself ended it.</exception>
    public async Task<TorrentSnapshot> GetSnapshotAsync()
    {
        var taken = new TaskCompletionSource<TorrentSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        Loop.Post(() => taken.SetResult(Snapshots.Of(_swarm)));
        await Task.WhenAny(taken.Task, _crashed.Task);
        return await (taken.Task.IsCompleted ? taken.Task : _crashed.Task);
    }

    /// <summary>Ends all connections, puts what is under way on disk, and writes the resume record.</summary>
    public Task StopAsync()
    {
        Loop.Post(_swarm.Stop);
        return _stopped.Task;
    }

    internal Swarm Swarm => _swarm;

    private Loop Loop => _swarm.Context.Loop;

    internal void Crash(Exception reason)
    {
        var failure = new TorrentException("a fault in Shoal itself stopped this torrent: " + reason.Message, reason);
        _completion.TrySetException(failure);
        _crashed.TrySetException(failure);
        _stopped.TrySetResult();
    }

    private sealed class Observer(Torrent torrent) : ISwarmObserver
    {
        public void OnState(SwarmState state)
        {
            switch (state)
            {
                case SwarmState.Seeding:
                    torrent._completion.TrySetResult();
                    break;
                case SwarmState.Broken:
                    torrent._completion.TrySetException(new TorrentException(torrent._swarm.Error!));
                    break;
                case SwarmState.Stopped:
                    torrent._swarm.Store.Dispose();
                    torrent._completion.TrySetCanceled();
                    torrent._stopped.TrySetResult();
                    break;
                default:
                    break;
            }
        }

        public void OnPiece(PieceIndex piece)
        {
        }
    }
}
