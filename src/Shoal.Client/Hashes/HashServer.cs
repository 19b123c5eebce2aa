using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Metainfo.Merkle;
using Shoal.Peers.Messages;

namespace Shoal.Client.Hashes;

/// <summary>
/// Serves hash requests (BEP 52) of all peers of a torrent, choked or not: a few at once on workers, one at a time for each peer, in turn.
/// <code>
///   request ─► can it be answered? ─► the peer's queue ─► its turn ─► worker ─► hashes
///                   └─ no ─► reject
/// </code>
/// </summary>
internal sealed class HashServer(Swarm swarm)
{
    private readonly FileTrees _trees = new(swarm.Metainfo);

    /// <summary>Peers whose next request waits; each is here at most once.</summary>
    private readonly Queue<Peer> _turns = new();
    private int _working;

    /// <summary>A peer asks, and will be answered by hashes or by a reject; false where it is refused at once.</summary>
    public bool TryTake(Peer peer, in HashRequest request)
    {
        if (!peer.SpeaksV2 || !swarm.Metainfo.HasV2 || !swarm.Metainfo.HasPieceLayers || peer.HashQueue.Count >= Limits.HashRequestsWaiting
            || (FileFor(request) is var file && (file < 0 || !TryPay(peer, file, request))))
        {
            return false;
        }

        peer.HashQueue.Enqueue(request);
        Pump(peer);
        return true;
    }

    /// <summary>An answer is many times as long as its request and may need pieces to be read: so all hashes of the torrent are given a few times over.</summary>
    private bool TryPay(Peer peer, int file, in HashRequest request)
    {
        var (first, end) = _trees.PiecesOf(file, request);
        peer.HashesPaid += Math.Max(request.Length, (long)(end - first) << _trees.PieceLayer);
        return peer.HashesPaid <= Limits.HashesTimes * (Limits.HashesServed + 2 * MerkleTree.LeavesOf(swarm.Metainfo.Layout.DataLength));
    }

    /// <summary>The peer has read what it was sent, or an answer left: its next request may have its turn.</summary>
    public void Pump(Peer peer)
    {
        if (peer.HashQueue.Count > 0 && !peer.IsHashing && !peer.Connection.IsClosed && peer.Connection.QueuedControl < Limits.HashesQueued)
        {
            peer.IsHashing = true;
            _turns.Enqueue(peer);
            Next();
        }
    }

    private void Next()
    {
        while (_working < Limits.HashJobs && _turns.TryDequeue(out var peer))
        {
            if (peer.Connection.IsClosed || !peer.HashQueue.TryDequeue(out var request))
            {
                continue;
            }

            if (FileFor(request) is var file && file < 0)
            {
                // The pieces are not here any more, or the torrent is stopping.
                peer.IsHashing = false;
                peer.Connection.Send(MessageKind.HashReject, request);
                Pump(peer);
                continue;
            }

            var answer = new HashAnswer(swarm, _trees, peer, file, request, OnAnswered);
            _working++;
            swarm.Keeper.CountWork(1);
            swarm.Context.Workers.Submit(answer, swarm.Context.Loop, answer);
        }
    }

    private void OnAnswered(HashAnswer answer)
    {
        _working--;
        var peer = answer.Peer;
        peer.IsHashing = false;
        if (!peer.Connection.IsClosed)
        {
            if (answer.Hashes is { } hashes)
            {
                peer.Connection.SendHashes(answer.Request, hashes);
            }
            else
            {
                peer.Connection.Send(MessageKind.HashReject, answer.Request);
            }

            Pump(peer);
        }

        Next();
        swarm.Keeper.CountWork(-1);
    }

    /// <summary>A file of this content of which we have every piece that the answer is made of; -1 where there is none.</summary>
    private int FileFor(in HashRequest request)
    {
        if (swarm.State is SwarmState.Stopping or SwarmState.Stopped or SwarmState.Broken)
        {
            return -1;
        }

        foreach (var file in _trees.FilesOf(request.PiecesRoot))
        {
            if (!_trees.IsAnswerable(file, request))
            {
                return -1;
            }

            var (first, end) = _trees.PiecesOf(file, request);
            while (first < end && swarm.Have.Contains(new PieceIndex(first)))
            {
                first++;
            }

            if (first == end)
            {
                return file;
            }
        }

        return -1;
    }
}
