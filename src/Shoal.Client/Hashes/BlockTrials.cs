using Shoal.Client.Picking;
using Shoal.Client.Swarms;
using Shoal.Metainfo.Merkle;
using Shoal.Peers.Messages;

namespace Shoal.Client.Hashes;

/// <summary>
/// Finds which blocks of a failed piece are wrong, so that the others are kept and nobody but the culprits is banned (BEP 52).
/// <code>
///   piece failed ─► leaves asked of one v2 peer ──proven──► worker compares ─► bad blocks fetched again, their senders banned
///                     │ reject, lie, gone, 5 s: of another
///                     └─ nobody left ─► the whole piece is fetched again
/// </code>
/// The piece keeps its slots and its part of the budget meanwhile; a quarter of the budget may be on trial.
/// </summary>
internal sealed class BlockTrials(Swarm swarm)
{
    private readonly List<PieceTrial> _trials = [];

    /// <summary>Takes a failed piece, whose blocks stay where they are; false where there are no leaves to be had.</summary>
    public bool TryBegin(OpenPiece piece)
    {
        var torrent = swarm.Metainfo;
        if (!torrent.HasV2 || !torrent.HasPieceLayers || piece.IsSpilled || piece.BlockCount < 2 || swarm.State is SwarmState.Stopping or SwarmState.Broken
            || _trials.Sum(t => t.Piece.Reserved) + piece.Reserved > swarm.Context.Budget.Slots / 4)
        {
            return false;
        }

        var trial = new PieceTrial(piece, torrent);
        if (!TryAsk(trial))
        {
            return false;
        }

        _trials.Add(trial);
        return true;
    }

    public void OnHashes(Peer from, in HashRequest request, ReadOnlySpan<byte> hashes)
    {
        if (Find(from, request) is not { } trial)
        {
            // Late, or never asked for.
            return;
        }

        using var hasher = new MerkleHasher();
        if (!trial.TryTake(hasher, request, hashes))
        {
            swarm.Peers.Book.Ban(from.Remote, from.Known, from.IsOutgoing);
            from.Connection.Close("sent hashes that are not the torrent's");
        }
        else if (trial.IsWhole)
        {
            trial.IsJudging = true;
            var check = new LeafCheck(trial, OnJudged);
            swarm.Keeper.CountWork(1);
            swarm.Context.Workers.Submit(check, swarm.Context.Loop, check);
        }
    }

    public void OnReject(Peer from, in HashRequest request)
    {
        if (Find(from, request) is { } trial && trial.Asked[^1] == from)
        {
            AskNext(trial);
        }
    }

    public void OnClosed(Peer peer)
    {
        foreach (var trial in _trials.Where(t => !t.IsJudging && t.Asked[^1] == peer).ToArray())
        {
            AskNext(trial);
        }
    }

    public void Tick(TimeSpan now)
    {
        foreach (var trial in _trials.Where(t => !t.IsJudging && now - t.AskedAt > Limits.LeafWait).ToArray())
        {
            AskNext(trial);
        }
    }

    /// <summary>The torrent stops: what is on trial is thrown away. What a worker looks at is, when it comes back.</summary>
    public void Stop()
    {
        foreach (var trial in _trials.Where(t => !t.IsJudging).ToArray())
        {
            _trials.Remove(trial);
            swarm.Keeper.GiveBack(trial.Piece);
        }
    }

    private void AskNext(PieceTrial trial)
    {
        if (swarm.State is not (SwarmState.Stopping or SwarmState.Broken) && !TryAsk(trial))
        {
            _trials.Remove(trial);
            swarm.Keeper.Refetch(trial.Piece);
            swarm.Downloader.FillAll();
        }
    }

    /// <summary>Asks a peer that must know the leaves, because it has the piece; rather one that sent nothing of it.</summary>
    private bool TryAsk(PieceTrial trial)
    {
        Peer? best = null;
        foreach (var peer in swarm.Peers.All)
        {
            if (peer.SpeaksV2 && !peer.Connection.IsClosed && peer.Have.Contains(trial.Piece.Index) && !trial.Asked.Contains(peer)
                && (best is null || (trial.Piece.Senders.Contains(best) && !trial.Piece.Senders.Contains(peer))))
            {
                best = peer;
            }
        }

        if (best is null || trial.Asked.Count >= Limits.LeafAsks)
        {
            return false;
        }

        trial.Asked.Add(best);
        trial.AskedAt = swarm.Context.Loop.Now;
        foreach (var request in trial.Requests())
        {
            best.Connection.Send(MessageKind.HashRequest, request);
        }

        return true;
    }

    private PieceTrial? Find(Peer from, in HashRequest request)
    {
        foreach (var trial in _trials)
        {
            if (!trial.IsJudging && trial.Asked.Contains(from) && trial.Owns(request))
            {
                return trial;
            }
        }

        return null;
    }

    private void OnJudged(LeafCheck check)
    {
        var piece = check.Trial.Piece;
        _trials.Remove(check.Trial);
        if (swarm.State is SwarmState.Stopping or SwarmState.Stopped)
        {
            swarm.Keeper.GiveBack(piece);
        }
        else if (check.Bad.Count == 0)
        {
            swarm.Keeper.Refetch(piece);
        }
        else
        {
            swarm.Keeper.Refetch(piece, check.Bad);
        }

        swarm.Downloader.FillAll();
        swarm.Keeper.CountWork(-1);
    }
}
